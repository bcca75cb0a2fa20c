{% macro starts_with(column, prefix) %}(left({{ column }}, length({{ prefix }})) = {{ prefix }}){% endmacro %}
{% macro ends_with(column, suffix) %}(right({{ column }}, length({{ suffix }})) = {{ suffix }}){% endmacro %}

{#- Part number `index` (from 1) of a text split at `separator`. -#}
{% macro split_part(column, separator, index) %}{{ return(dbt.split_part(column, separator, index)) }}{% endmacro %}
