-- grain: one row (one SKU) of an order in the newest export that holds the order.
with holders as (
    {{ newest_file_of_orders('jd_orders') }}
)

select
    rows_.*,
    row_number() over (partition by rows_.shop_id, rows_.order_id order by rows_.source_row desc) as row_no_from_end,
    row_number() over (partition by rows_.shop_id, rows_.order_id, rows_.sku_id order by rows_.source_row asc) as sku_row_no
from {{ source('landing', 'jd_orders') }} as rows_
inner join holders
    on rows_.shop_id = holders.shop_id and rows_.order_id = holders.order_id and rows_.source_file_id = holders.source_file_id
where holders.recency = 1
