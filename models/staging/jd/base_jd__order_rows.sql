-- grain: one row (one SKU) of an order in its newest version; the newest row of all carries the order's totals.
select
    *,
    row_number() over (
        partition by shop_id, order_id order by export_rank desc, source_file desc, source_row desc
    ) as row_no_from_newest,
    row_number() over (partition by shop_id, order_id, sku_id order by line_key asc) as sku_row_no
from {{ ref('base_jd__order_versions') }}
where recency = 1
