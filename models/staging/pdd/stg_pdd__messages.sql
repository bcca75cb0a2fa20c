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
),

said as (
    select
        *,
        -- only what people of the shop write is compared
        case when sender_kind = 'human' then {{ wording('content') }} end as wording
    from {{ ref('base_pdd__messages') }}
)

select
    'pdd' as platform,
    said.shop_id,
    {{ customer_key("'pdd'", 'said.customer_name') }} as customer_key,
    said.is_customer_named and (linked.has_order_ids or order_files.shop_id is null) as is_customer_known,
    cast(null as {{ dbt.type_string() }}) as window_account,
    case when said.sender_kind <> 'human' then said.agent_account end as addressed_account,
    said.session_id as native_session_id,
    said.sender_kind,
    said.sender_account,
    said.sent_at,
    said.position,
    said.goods_id as sku_id,
    cast(null as {{ dbt.type_string() }}) as system_event,
    cast(null as {{ dbt.type_string() }}) as target_account,
    cast(false as boolean) as is_internal,
    {{ message_traits('said.wording') }}
from said
inner join linked on said.shop_id = linked.shop_id
left join order_files on said.shop_id = order_files.shop_id
