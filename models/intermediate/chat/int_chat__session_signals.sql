-- grain: one agent's part of a session, or the whole session (agent_id '(shop)'): what its messages say beyond their number.
with handed_over as (
    select
        session_key,
        agent_id,
        min(case when not is_final then holds_until_ms end) as handed_over_ms
    from {{ ref('int_chat__native_assignments') }}
    group by session_key, agent_id
),

parts as (
    select
        parts.session_key,
        parts.agent_id,
        parts.is_transferred_out,
        parts.count_auto_messages,
        parts.first_wait_ms,
        turns.first_reply_place,
        turns.first_told_reply_place,
        turns.first_substantive_place,
        turns.first_substantive_ms,
        coalesce(handed_over.handed_over_ms, events.transferred_out_ms) as handed_over_ms,
        -- from when the customer waited for this agent; who has not spoken yet waits for a receiver only
        case
            when parts.assigned_ms > turns.first_customer_ms then parts.assigned_ms
            when turns.first_customer_ms is not null then turns.first_customer_ms
            when parts.is_transferred_in then parts.assigned_ms
        end as waits_from_ms,
        turns.first_customer_ms is null and not parts.is_transferred_in as is_nobody_waiting
    from {{ ref('fct_session_assignment') }} as parts
    left join {{ ref('int_chat__turns') }} as turns on parts.session_key = turns.session_key and parts.agent_id = turns.agent_id
    left join handed_over on parts.session_key = handed_over.session_key and parts.agent_id = handed_over.agent_id
    left join {{ ref('int_chat__session_events') }} as events on parts.session_key = events.session_key
),

signalled as (
    select
        parts.session_key,
        parts.agent_id,
        parts.count_auto_messages,
        parts.first_reply_place,
        parts.first_told_reply_place,
        parts.first_substantive_place,
        parts.first_substantive_ms,
        coalesce(templates.count_template_messages, 0) as count_template_messages,
        -- how long the customer waited before he was passed on: until the first reply, else until the hand-over
        case
            when not parts.is_transferred_out then null
            when parts.first_wait_ms is not null then parts.first_wait_ms
            when parts.is_nobody_waiting and parts.handed_over_ms is not null then 0
            else parts.handed_over_ms - parts.waits_from_ms
        end as wait_before_transfer_ms,
        lookups.profile_opened_ms <= rounds.first_reply_ms as is_profile_opened_first,
        coalesce(lookups.has_kb_hit, false) as has_kb_hit,
        types.is_old_customer
    from parts
    left join {{ ref('int_chat__template_counts') }} as templates
        on parts.session_key = templates.session_key and parts.agent_id = templates.agent_id
    left join {{ ref('int_chat__session_lookups') }} as lookups
        on parts.session_key = lookups.session_key and parts.agent_id = lookups.agent_id
    left join {{ ref('int_chat__round_totals') }} as rounds
        on parts.session_key = rounds.session_key and parts.agent_id = rounds.agent_id and rounds.reply_scope = 'human'
    left join {{ ref('int_orders__chat_types') }} as types
        on parts.session_key = types.session_key and parts.agent_id = types.agent_id
),

combined as (
    select * from signalled
    union all
    select
        session_key,
        '(shop)' as agent_id,
        sum(count_auto_messages) as count_auto_messages,
        min(first_reply_place) as first_reply_place,
        min(first_told_reply_place) as first_told_reply_place,
        min(first_substantive_place) as first_substantive_place,
        min(first_substantive_ms) as first_substantive_ms,
        sum(count_template_messages) as count_template_messages,
        max(wait_before_transfer_ms) as wait_before_transfer_ms,
        bool_or(is_profile_opened_first) as is_profile_opened_first,
        bool_or(has_kb_hit) as has_kb_hit,
        bool_or(is_old_customer) as is_old_customer
    from signalled
    group by session_key
)

select
    combined.session_key,
    combined.agent_id,
    cast(combined.count_auto_messages as bigint) as count_auto_messages,
    cast(combined.count_template_messages as bigint) as count_template_messages,
    coalesce(rounds.count_slow_waits, 0) as count_slow_waits,
    combined.wait_before_transfer_ms,
    -- unknown without a reply, and where the text of the first reply was not exported
    case
        when combined.first_told_reply_place = combined.first_reply_place
            then combined.first_reply_place < coalesce(combined.first_substantive_place, combined.first_reply_place + 1)
    end as is_first_reply_placeholder,
    case
        when combined.first_substantive_ms > rounds.first_reply_ms
            then rounds.first_wait_ms + combined.first_substantive_ms - rounds.first_reply_ms
        when combined.first_substantive_ms is not null then rounds.first_wait_ms
    end as first_substantive_wait_ms,
    case
        when combined.first_substantive_ms > rounds.first_customer_reply_ms
            then rounds.first_customer_wait_ms + combined.first_substantive_ms - rounds.first_customer_reply_ms
        when combined.first_substantive_ms is not null then rounds.first_customer_wait_ms
    end as first_customer_substantive_wait_ms,
    rounds.first_reply_ms,
    coalesce(combined.is_profile_opened_first, false) as is_profile_opened_first,
    combined.has_kb_hit,
    combined.is_old_customer
from combined
left join {{ ref('int_chat__round_totals') }} as rounds
    on combined.session_key = rounds.session_key and combined.agent_id = rounds.agent_id and rounds.reply_scope = 'human'
