-- grain: one session of the exchange format, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_sessions') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    ranked.session_id as native_session_id,
    -- a masked name (t******7) names nobody
    case when ranked.customer_id not like '%**%' then {{ customer_key("ranked.known_platform", 'ranked.customer_id') }} end as customer_key,
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
left join {{ ref('ref_session_types') }} as types on ranked.session_type = types.native_type and types.platform = 'other'
where ranked.recency = 1
