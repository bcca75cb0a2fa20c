{#- Of every order the newest file that holds it (recency 1): its rows are taken together, older files' rows not at all. -#}
{% macro newest_file_of_orders(entity) -%}
select
    shop_id,
    order_id,
    source_file_id,
    row_number() over (partition by shop_id, order_id order by max(export_rank) desc, max(source_file) desc) as recency
from {{ source('landing', entity) }}
group by shop_id, order_id, source_file_id
{%- endmacro %}
