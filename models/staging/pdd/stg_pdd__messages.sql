-- grain: one message of a buyer's chat with the shop, counted once however many exports hold it.
-- Order files name no buyer: where no chat of the shop carries an order number, nobody's orders are known.
with linked as (
    select
        shop_id,
        bool_or(order_id is not null) as has_order_ids
    from {{ ref('base_pdd__messages') }}
    group by shop_id
),

order_files as (
    select distinct shop_id
    from {{ source('landing', 'pdd_orders') }}
)

select
    'pdd' as platform,
    messages.shop_id,
    {{ customer_key("'pdd'", 'messages.customer_name') }} as customer_key,
    messages.is_customer_named and (linked.has_order_ids or order_files.shop_id is null) as is_customer_known,
    cast(null as {{ dbt.type_string() }}) as window_account,
    case when messages.sender_kind <> 'human' then messages.agent_account end as addressed_account,
    messages.session_id as native_session_id,
    messages.sender_kind,
    messages.sender_account,
    messages.sent_at,
    messages.position,
    messages.goods_id as sku_id,
    cast(null as {{ dbt.type_string() }}) as system_event,
    cast(null as {{ dbt.type_string() }}) as target_account,
    cast(false as boolean) as is_internal,
    {{ message_traits('messages.content', "messages.sender_kind = 'human'") }}
from {{ ref('base_pdd__messages') }} as messages
inner join linked on messages.shop_id = linked.shop_id
left join order_files on messages.shop_id = order_files.shop_id
