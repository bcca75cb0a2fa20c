-- grain: one customer who bought in a month, on his first sale of that month, and when he bought next.
-- A buyer whom the export masks cannot be followed: each of his orders is a buyer of its own.
with sales as (
    select
        orders.platform,
        orders.shop_id,
        orders.order_key,
        orders.customer_key,
        orders.sold_date,
        {{ month_start('orders.sold_date') }} as month_start,
        purchases.next_sold_date,
        row_number() over (
            partition by
                orders.platform, orders.shop_id, coalesce(orders.customer_key, orders.order_key), {{ month_start('orders.sold_date') }}
            order by orders.sold_ms asc, orders.order_key asc
        ) as sale_no
    from {{ ref('fct_order') }} as orders
    left join {{ ref('int_orders__purchases') }} as purchases on orders.order_key = purchases.order_key
    where orders.sale_exclusion_reason is null
)

select
    {{ surrogate_key(['platform', 'shop_id', 'coalesce(customer_key, order_key)', 'month_start']) }} as buyer_key,
    platform,
    shop_id,
    cast(null as {{ dbt.type_string() }}) as agent_id,
    customer_key,
    customer_key is not null as is_customer_known,
    month_start,
    sold_date as first_sold_date,
    next_sold_date
from sales
where sale_no = 1
