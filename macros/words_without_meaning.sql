{#- Words of vocabulary columns that no seed knows, one row per row that holds one.
    `columns`: list of (relation, vocabulary, column, condition under which its word is unknown). -#}
{% macro words_without_meaning(columns) -%}
{% for relation, vocabulary, column, condition in columns -%}
select
    platform,
    shop_id,
    '{{ vocabulary }}' as vocabulary,
    {{ column }} as word
from {{ relation }}
where {{ condition }} and {{ column }} is not null
{% if not loop.last %}union all
{% endif %}
{%- endfor %}
{%- endmacro %}
