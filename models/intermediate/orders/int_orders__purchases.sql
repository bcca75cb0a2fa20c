-- grain: one sale to a known buyer: had he bought before, the same product before, and when does he buy next?
-- Before and after are told by the instant of the sale: of two sales at the same instant neither is the earlier one.
with sales as (
    select
        order_key,
        platform,
        shop_id,
        order_id,
        customer_key,
        sold_ms,
        sold_date,
        min(sold_ms) over (partition by platform, shop_id, customer_key) as first_sold_ms
    from {{ ref('fct_order') }}
    where sale_exclusion_reason is null and customer_key is not null
),

instants as (
    select
        platform,
        shop_id,
        customer_key,
        sold_ms,
        lead(min(sold_date)) over (partition by platform, shop_id, customer_key order by sold_ms asc) as next_sold_date
    from sales
    group by platform, shop_id, customer_key, sold_ms
),

products as (
    select
        sales.order_key,
        sales.sold_ms,
        min(sales.sold_ms) over (partition by sales.platform, sales.shop_id, sales.customer_key, lines.sku_id) as first_sold_ms
    from sales
    inner join {{ ref('stg_all__order_lines') }} as lines
        on
            sales.platform = lines.platform and sales.shop_id = lines.shop_id and sales.order_id = lines.order_id
    where lines.sku_id is not null
),

known as (
    select
        order_key,
        bool_or(sold_ms > first_sold_ms) as is_same_product_again
    from products
    group by order_key
)

select
    sales.order_key,
    sales.platform,
    sales.shop_id,
    sales.customer_key,
    sales.sold_ms,
    sales.sold_date,
    sales.sold_ms > sales.first_sold_ms as is_again,
    coalesce(known.is_same_product_again, false) as is_same_product_again,
    known.order_key is null as is_product_unknown,
    instants.next_sold_date
from sales
inner join instants
    on
        sales.platform = instants.platform and sales.shop_id = instants.shop_id
        and sales.customer_key = instants.customer_key and sales.sold_ms = instants.sold_ms
left join known on sales.order_key = known.order_key
