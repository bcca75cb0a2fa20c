-- grain: one row (one SKU) of an order.
select
    'jd' as platform,
    shop_id,
    order_id,
    sku_id || '#' || cast(sku_row_no as {{ dbt.type_string() }}) as line_id,
    sku_id,
    coalesce(cast(quantity as bigint), 0) as quantity,
    cast(cast(list_price as decimal(18, 2)) * coalesce(cast(quantity as bigint), 0) as decimal(18, 2)) as line_amount
from {{ ref('base_jd__order_rows') }}
