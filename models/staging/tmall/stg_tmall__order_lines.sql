-- grain: one line of an order, in the version of its newest export.
select
    'tmall' as platform,
    shop_id,
    order_id,
    -- item files before 2022 carry no line number: the line's place among those of its order stands for it
    coalesce(
        sub_order_id,
        order_id || '#' || cast(row_number() over (partition by shop_id, order_id order by line_key asc) as {{ dbt.type_string() }})
    ) as line_id,
    coalesce(item_id, merchant_sku, sku_text) as sku_id,
    cast(quantity as bigint) as quantity,
    cast(coalesce(payable_amount, paid_amount) as decimal(18, 2)) as line_amount
from {{ ref('base_tmall__order_line_versions') }}
where recency = 1
