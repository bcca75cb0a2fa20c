-- grain: one session of the exchange format, in the version of its newest file.
with shops as (
    select
        shop_id,
        platform
    from {{ ref('stg_landing__shops') }}
    where is_default_platform
),

ranked as (
    select
        source.*,
        row_number() over (
            partition by source.shop_id, source.platform, source.session_id
            order by source.export_rank desc, source.source_file desc, source.source_row desc
        ) as recency
    from {{ source('landing', 'exchange_sessions') }} as source
)

select
    coalesce(ranked.platform, shops.platform, 'other') as platform,
    ranked.shop_id,
    ranked.session_id as native_session_id,
    {{ customer_key("coalesce(ranked.platform, shops.platform, 'other')", 'ranked.customer_id') }} as customer_key,
    cast(ranked.started_at as timestamp) as started_at,
    cast(ranked.ended_at as timestamp) as ended_at,
    coalesce(types.session_type, 'unknown') as session_type,
    ranked.session_type as native_session_type,
    coalesce(ranked.origin = 'leave_message', false) as is_leave_message,
    ranked.sku_id,
    cast(cast(ranked.first_response_s as decimal(18, 3)) * 1000 as bigint) as native_first_response_ms,
    cast(ranked.customer_message_count as bigint) as native_count_customer_messages,
    cast(ranked.agent_message_count as bigint) as native_count_agent_messages
from ranked
left join shops on ranked.shop_id = shops.shop_id
left join {{ ref('ref_session_types') }} as types on ranked.session_type = types.native_type and types.platform = 'other'
where ranked.recency = 1
