-- grain: one day of the shop (channel and sku_id NULL), of a channel or of a product, in the version of its newest file.
with exchanged as (
    {{ exchange_rows('exchange_traffic') }}
),

worded as (
    select
        exchanged.*,
        case when totals.native_channel is null then exchanged.channel end as known_channel
    from exchanged
    left join {{ ref('ref_traffic_totals') }} as totals
        on exchanged.channel = totals.native_channel and totals.platform = 'other'
    where exchanged.recency = 1
),

-- an empty channel and a word for the total are the same row
ranked as (
    select
        *,
        row_number() over (
            partition by known_platform, shop_id, stat_date, sku_id, known_channel
            order by export_rank desc, source_file desc, source_row desc
        ) as preference
    from worded
)

select
    known_platform as platform,
    shop_id,
    {{ surrogate_key(['stat_date', 'sku_id', 'known_channel']) }} as traffic_id,
    cast(stat_date as date) as stat_date,
    sku_id is not null as is_product,
    sku_id,
    known_channel as channel,
    cast(null as {{ dbt.type_string() }}) as sub_channel,
    cast(visitors as bigint) as visitors,
    cast(page_views as bigint) as page_views
from ranked
where preference = 1
