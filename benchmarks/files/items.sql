-- The item export: one row per line of an order.
select 1 + row_number() over (order by created_at, order_id, item_no) as source_row, md5(order_id || item_no || order_status) as row_hash,
    order_id, order_id || '0' || item_no as sub_order_id, cast(quantity as varchar) as quantity, cast(unit_price as varchar) as unit_price,
    cast(700000000000 + product_no as varchar) as item_id, 'YS-' || lpad(cast(product_no as varchar), 3, '0') as merchant_sku,
    '颜色分类：原色' as sku_text, order_status as item_status, cast(unit_price * quantity as varchar) as payable_amount,
    cast(case when paid_at is null then 0 else unit_price * quantity end as decimal(18, 2))::varchar as paid_amount,
    written(created_at) as created_at, written(paid_at) as paid_at,
    '{{"商品标题": "商品' || product_no || '号"}}' as extra
from order_lines order by source_row
