-- grain: one row (one style) of an order.
select
    'pdd' as platform,
    shop_id,
    order_id,
    line_id,
    sku_id,
    coalesce(quantity, 0) as quantity,
    row_amount as line_amount
from {{ ref('base_pdd__order_rows') }}
