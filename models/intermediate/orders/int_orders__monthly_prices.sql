-- grain: one product in one month: the median price of its pieces over the lines of the shop's orders created in that month.
-- The month's own orders only, so that a finished month keeps its prices.
with lines as (
    select
        orders.platform,
        orders.shop_id,
        lines.sku_id,
        {{ month_start('orders.created_date') }} as month_start,
        cast({{ quotient('lines.line_amount', 'lines.quantity') }} as decimal(18, 4)) as piece_price
    from {{ ref('stg_all__order_lines') }} as lines
    inner join {{ ref('fct_order') }} as orders
        on lines.platform = orders.platform and lines.shop_id = orders.shop_id and lines.order_id = orders.order_id
    where
        orders.order_exclusion_reason is null
        and lines.sku_id is not null and lines.line_amount is not null and lines.quantity > 0
),

ordered as (
    select
        *,
        row_number() over (partition by platform, shop_id, sku_id, month_start order by piece_price asc) as line_no,
        count(*) over (partition by platform, shop_id, sku_id, month_start) as count_lines
    from lines
)

-- the middle line, or half of the sum of the two middle ones: twice the number is the count, or one below or above it
select
    platform,
    shop_id,
    sku_id,
    month_start,
    cast((min(piece_price) + max(piece_price)) * 0.5 as decimal(18, 4)) as unit_price
from ordered
where line_no * 2 between count_lines and count_lines + 2
group by platform, shop_id, sku_id, month_start
