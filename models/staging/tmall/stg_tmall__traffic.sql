-- grain: one day of the shop (sku_id NULL), or of one product, in the version of its newest export.
with days as (
    select
        shop_id,
        stat_date,
        cast(null as {{ dbt.type_string() }}) as sku_id,
        visitors,
        page_views,
        export_rank,
        source_file,
        source_row
    from {{ source('landing', 'tmall_shop_traffic') }}
    union all
    select
        shop_id,
        stat_date,
        item_id as sku_id,
        visitors,
        page_views,
        export_rank,
        source_file,
        source_row
    from {{ source('landing', 'tmall_item_traffic') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by shop_id, stat_date, sku_id
            order by export_rank desc, source_file desc, source_row desc
        ) as recency
    from days
)

select
    'tmall' as platform,
    shop_id,
    {{ surrogate_key(['stat_date', 'sku_id']) }} as traffic_id,
    cast(stat_date as date) as stat_date,
    sku_id is not null as is_product,
    sku_id,
    cast(null as {{ dbt.type_string() }}) as channel,
    cast(null as {{ dbt.type_string() }}) as sub_channel,
    cast(visitors as bigint) as visitors,
    cast(page_views as bigint) as page_views
from ranked
where recency = 1
