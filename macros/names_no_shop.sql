{#- Whether a row of a list above the shop folders names no shop: it is meant for all of them. A zip's members stand where the zip does. -#}
{% macro names_no_shop(rows) -%}
({{ rows }}.shop is null and {{ split_part(rows ~ '.source_file', "'!'", 1) }} not like '%/%')
{%- endmacro %}
