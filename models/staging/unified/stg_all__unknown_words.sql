-- grain: one word of a vocabulary column that no seed knows, with the number of rows it stands in.
with known as (
    select distinct native_type
    from {{ ref('ref_session_types') }}
)

select
    platform,
    shop_id,
    'order_status' as vocabulary,
    native_status as word,
    count(*) as count_rows
from {{ ref('stg_all__orders') }}
where is_status_unknown
group by platform, shop_id, native_status
union all
select
    platform,
    shop_id,
    'refund_status' as vocabulary,
    native_status as word,
    count(*) as count_rows
from {{ ref('stg_all__refunds') }}
where refund_status = 'unknown'
group by platform, shop_id, native_status
union all
select
    platform,
    shop_id,
    'intervention_status' as vocabulary,
    native_intervention as word,
    count(*) as count_rows
from {{ ref('stg_all__refunds') }}
where is_intervened is null and native_intervention is not null
group by platform, shop_id, native_intervention
union all
select
    platform,
    shop_id,
    'liable_party' as vocabulary,
    native_liable_party as word,
    count(*) as count_rows
from {{ ref('stg_all__refunds') }}
where is_merchant_liable is null and native_liable_party is not null
group by platform, shop_id, native_liable_party
union all
select
    platform,
    shop_id,
    'satisfaction' as vocabulary,
    native_satisfaction as word,
    count(*) as count_rows
from {{ ref('stg_all__evaluations') }}
where satisfaction_level is null and native_satisfaction is not null
group by platform, shop_id, native_satisfaction
union all
select
    sessions.platform,
    sessions.shop_id,
    'session_type' as vocabulary,
    sessions.native_session_type as word,
    count(*) as count_rows
from {{ ref('stg_all__sessions') }} as sessions
left join known
    on sessions.native_session_type = known.native_type
where known.native_type is null and sessions.native_session_type is not null
group by sessions.platform, sessions.shop_id, sessions.native_session_type
union all
select
    platform,
    shop_id,
    'cost_kind' as vocabulary,
    native_cost_kind as word,
    count(*) as count_rows
from {{ ref('stg_all__costs') }}
where cost_kind is null
group by platform, shop_id, native_cost_kind
union all
select
    reviews.platform,
    reviews.shop_id,
    'review_rating' as vocabulary,
    reviews.word,
    count(*) as count_rows
from (
    select
        platform,
        shop_id,
        native_rating as word
    from {{ ref('stg_all__reviews') }}
    where review_level is null
    union all
    select
        platform,
        shop_id,
        native_revised_rating as word
    from {{ ref('stg_all__reviews') }}
    where revised_level is null and native_revised_rating is not null
) as reviews
group by reviews.platform, reviews.shop_id, reviews.word
union all
select * from {{ ref('stg_douyin__unknown_words') }}
union all
select * from {{ ref('stg_pdd__unknown_words') }}
union all
select * from {{ ref('stg_helpdesk__unknown_words') }}
union all
select * from {{ ref('stg_callcentre__unknown_words') }}
