{{ config(materialized='table') }}
-- grain: one word of a vocabulary column that no seed knows, with the number of rows it stands in.
with known_types as (
    select distinct native_type
    from {{ ref('ref_session_types') }}
),

words as (
    {{ words_without_meaning([
        (ref('stg_all__orders'), 'order_status', 'native_status', 'is_status_unknown'),
        (ref('stg_all__refunds'), 'refund_status', 'native_status', "refund_status = 'unknown'"),
        (ref('stg_all__refunds'), 'intervention_status', 'native_intervention', 'is_intervened is null'),
        (ref('stg_all__refunds'), 'liable_party', 'native_liable_party', 'is_merchant_liable is null'),
        (ref('stg_all__evaluations'), 'satisfaction', 'native_satisfaction', 'satisfaction_level is null'),
        (ref('stg_all__costs'), 'cost_kind', 'native_cost_kind', 'cost_kind is null'),
        (ref('stg_all__reviews'), 'review_rating', 'native_rating', 'review_level is null'),
        (ref('stg_all__reviews'), 'review_rating', 'native_revised_rating', 'revised_level is null'),
        (ref('stg_all__tickets'), 'ticket_status', 'native_status', "ticket_status = 'unknown'"),
        (ref('stg_all__tickets'), 'ticket_priority', 'native_priority', 'ticket_priority is null'),
        (ref('stg_all__tickets'), 'ticket_feedback', 'unknown_feedback', 'true'),
        (ref('stg_exchange__calls'), 'call_direction', 'native_direction', "direction = 'unknown'"),
        (ref('stg_exchange__calls'), 'call_kind', 'native_call_kind', "call_kind = 'unknown'"),
        (ref('stg_exchange__qa_scores'), 'reviewer_kind', 'native_reviewer_kind', "reviewer_kind = 'unknown'"),
        (ref('stg_exchange__presence'), 'presence_state', 'native_state', "state = 'unknown'"),
        (ref('stg_exchange__order_reviews'), 'order_review_decision', 'native_decision', "decision = 'unknown'"),
        (ref('stg_exchange__order_reviews'), 'order_review_reason', 'native_reason', "review_reason = 'unknown'"),
        (ref('base_asterisk__legs'), 'call_disposition', 'native_disposition', 'is_disposition_unknown'),
    ]) }}
    union all
    select
        sessions.platform,
        sessions.shop_id,
        'session_type' as vocabulary,
        sessions.native_session_type as word
    from {{ ref('stg_all__sessions') }} as sessions
    left join known_types on sessions.native_session_type = known_types.native_type
    where known_types.native_type is null and sessions.native_session_type is not null
    union all
    -- a calendar that an SLA policy names and nobody describes
    select
        policies.platform,
        policies.shop_id,
        'calendar' as vocabulary,
        policies.calendar_id as word
    from {{ ref('stg_exchange__sla_policies') }} as policies
    left join {{ ref('stg_all__calendars') }} as calendars
        on policies.platform = calendars.platform and policies.shop_id = calendars.shop_id and policies.calendar_id = calendars.calendar_id
    where calendars.calendar_id is null and policies.calendar_id is not null
),

counted as (
    select
        platform,
        shop_id,
        vocabulary,
        word,
        count(*) as count_rows
    from words
    group by platform, shop_id, vocabulary, word
    union all
    select * from {{ ref('stg_douyin__unknown_words') }}
    union all
    select * from {{ ref('stg_pdd__unknown_words') }}
),

-- a cell of another column may have slipped in: a word is short and tells nothing of a person
shown as (
    select
        platform,
        shop_id,
        vocabulary,
        left({{ masked('word') }}, 20) as word,
        count_rows
    from counted
)

select
    platform,
    shop_id,
    vocabulary,
    word,
    sum(count_rows) as count_rows
from shown
group by platform, shop_id, vocabulary, word
