-- grain: one message of a conversation, counted once however many exports hold it.
with said as (
    select
        *,
        -- only what people of the shop write is compared
        case when sender_kind = 'human' then {{ wording('content') }} end as wording
    from {{ ref('base_douyin__messages') }}
)

select
    'douyin' as platform,
    said.shop_id,
    {{ customer_key("'douyin'", "coalesce(said.buyer_name, 'order ' || said.session_order_id, 'conversation ' || said.session_id)") }}
        as customer_key,
    said.buyer_name is not null as is_customer_known,
    cast(null as {{ dbt.type_string() }}) as window_account,
    case when said.sender_kind = 'customer' then said.agent_account end as addressed_account,
    said.session_id as native_session_id,
    said.sender_kind,
    said.sender_account,
    said.sent_at,
    said.position,
    said.sku_id,
    cast(null as {{ dbt.type_string() }}) as system_event,
    cast(null as {{ dbt.type_string() }}) as target_account,
    cast(false as boolean) as is_internal,
    {{ message_traits('said.wording') }}
from said
