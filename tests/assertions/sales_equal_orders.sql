{{ config(group='kpi') }}
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
        orders.platform,
        orders.shop_id,
        sum(orders.sales_amount) as sales_amount
    from {{ ref('fct_order') }} as orders
    inner join {{ ref('int_kpi__input_status') }} as inputs
        on
            orders.platform = inputs.platform and orders.shop_id = inputs.shop_id
            and inputs.kpi_id = 'sales_amount' and inputs.is_computable
    where orders.sale_exclusion_reason is null
    group by orders.platform, orders.shop_id
)

select
    orders.platform,
    orders.shop_id,
    orders.sales_amount,
    figures.sales_amount as figure
from orders
full outer join figures on orders.platform = figures.platform and orders.shop_id = figures.shop_id
where coalesce(orders.sales_amount, 0) <> coalesce(figures.sales_amount, 0)
