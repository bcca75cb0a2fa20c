-- grain: one day of the shop (channel NULL), of a channel (sub_channel NULL) or of a part of it, in the version of its newest export.
select
    'jd' as platform,
    shop_id,
    {{ surrogate_key(['stat_date', 'channel', 'sub_channel']) }} as traffic_id,
    cast(stat_date as date) as stat_date,
    false as is_product,
    cast(null as {{ dbt.type_string() }}) as sku_id,
    channel,
    sub_channel,
    cast(visitors as bigint) as visitors,
    cast(page_views as bigint) as page_views
from {{ ref('base_jd__traffic_versions') }}
where recency = 1
