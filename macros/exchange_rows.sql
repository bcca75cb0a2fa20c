{#- All rows of an exchange entity with the platform they belong to (the row's own, else the shop's) and their recency among
    rows with the same keys: 1 is the newest file's. -#}
{% macro exchange_rows(entity, keys) -%}
select
    source.*,
    coalesce(source.platform, shops.platform, 'other') as known_platform,
    row_number() over (
        partition by source.shop_id, coalesce(source.platform, shops.platform, 'other'){% for key in keys %}, {{ key }}{% endfor %}
        order by source.export_rank desc, source.source_file desc, source.source_row desc
    ) as recency
from {{ source('landing', entity) }} as source
left join {{ ref('stg_landing__shops') }} as shops
    on source.shop_id = shops.shop_id and shops.is_default_platform
{%- endmacro %}
