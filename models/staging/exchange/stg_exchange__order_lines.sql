-- grain: one order line of the exchange format, in the version of its newest file.
with shops as (
    select
        shop_id,
        platform
    from {{ ref('stg_landing__shops') }}
    where is_default_platform
),

ranked as (
    select
        source.*,
        row_number() over (
            partition by source.shop_id, source.platform, source.order_id, source.line_id
            order by source.export_rank desc, source.source_file desc, source.source_row desc
        ) as recency
    from {{ source('landing', 'exchange_order_lines') }} as source
)

select
    coalesce(ranked.platform, shops.platform, 'other') as platform,
    ranked.shop_id,
    ranked.order_id,
    ranked.line_id,
    ranked.sku_id,
    cast(ranked.quantity as bigint) as quantity,
    cast(ranked.amount as decimal(18, 2)) as line_amount
from ranked
left join shops on ranked.shop_id = shops.shop_id
where ranked.recency = 1
