-- Two paths to one number: the daily figures add up to the orders they come from.
with figures as (
    select
        platform,
        shop_id,
        sum(numerator) as sales_amount
    from {{ ref('kpi_daily') }}
    where kpi_id = 'sales_amount' and scope = 'shop'
    group by platform, shop_id
),

orders as (
    select
        platform,
        shop_id,
        sum(sales_amount) as sales_amount
    from {{ ref('fct_order') }}
    where sale_exclusion_reason is null
    group by platform, shop_id
)

select
    orders.platform,
    orders.shop_id,
    orders.sales_amount,
    figures.sales_amount as figure
from orders
full outer join figures on orders.platform = figures.platform and orders.shop_id = figures.shop_id
where coalesce(orders.sales_amount, 0) <> coalesce(figures.sales_amount, 0)
