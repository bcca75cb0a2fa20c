-- grain: one conversation in which somebody spoke.
select
    'douyin' as platform,
    messages.shop_id,
    messages.session_id as native_session_id,
    {{ customer_key("'douyin'", 'max(messages.buyer_name)') }} as customer_key,
    min(messages.sent_at) as started_at,
    max(messages.sent_at) as ended_at,
    'unknown' as session_type,
    cast(null as {{ dbt.type_string() }}) as native_session_type,
    cast(false as boolean) as is_leave_message,
    cast(null as {{ dbt.type_string() }}) as sku_id,
    cast(null as bigint) as native_first_response_ms,
    cast(null as bigint) as native_count_customer_messages,
    cast(null as bigint) as native_count_agent_messages
from {{ ref('base_douyin__messages') }} as messages
where messages.sender_kind <> 'system'
group by messages.shop_id, messages.session_id
