-- grain: one message of a conversation, counted once however many exports hold it.
select
    'douyin' as platform,
    messages.shop_id,
    {{ customer_key("'douyin'", "coalesce(messages.buyer_name, 'order ' || messages.session_order_id, 'conversation ' || messages.session_id)") }}
        as customer_key,
    messages.buyer_name is not null as is_customer_known,
    cast(null as {{ dbt.type_string() }}) as window_account,
    case when messages.sender_kind = 'customer' then messages.agent_account end as addressed_account,
    messages.session_id as native_session_id,
    messages.sender_kind,
    messages.sender_account,
    messages.sent_at,
    messages.position,
    messages.sku_id,
    cast(null as {{ dbt.type_string() }}) as system_event,
    cast(null as {{ dbt.type_string() }}) as target_account,
    cast(false as boolean) as is_internal,
    {{ message_traits('messages.content', "messages.sender_kind = 'human'") }}
from {{ ref('base_douyin__messages') }} as messages
