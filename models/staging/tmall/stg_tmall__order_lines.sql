-- grain: one line of an order, from the newest item file that holds the order.
with files as (
    {{ newest_file_of_orders('tmall_order_items') }}
)

select
    'tmall' as platform,
    lines.shop_id,
    lines.order_id,
    -- item files before 2022 carry no line number: the row's place within its order stands for it
    coalesce(
        lines.sub_order_id,
        lines.order_id || '#' || cast(row_number() over (partition by lines.shop_id, lines.order_id order by lines.source_row asc) as {{ dbt.type_string() }})
    ) as line_id,
    coalesce(lines.item_id, lines.merchant_sku, lines.sku_text) as sku_id,
    cast(lines.quantity as bigint) as quantity,
    cast(coalesce(lines.payable_amount, lines.paid_amount) as decimal(18, 2)) as line_amount
from {{ source('landing', 'tmall_order_items') }} as lines
inner join files
    on lines.shop_id = files.shop_id and lines.order_id = files.order_id and lines.source_file_id = files.source_file_id
where files.recency = 1
