{#- A one-column relation `day_` of all days between two dates that stand in the relation `bounds` (first_day, last_day). -#}
{% macro days_of(bounds) %}{{ return(adapter.dispatch('days_of', 'kefu')(bounds)) }}{% endmacro %}
{% macro duckdb__days_of(bounds) -%}
select cast(unnest(generate_series({{ bounds }}.first_day, {{ bounds }}.last_day, interval 1 day)) as date) as day_ from {{ bounds }}
{%- endmacro %}

{#- 1 = Monday … 7 = Sunday. -#}
{% macro iso_weekday(date_column) %}{{ return(adapter.dispatch('iso_weekday', 'kefu')(date_column)) }}{% endmacro %}
{% macro duckdb__iso_weekday(date_column) %}isodow({{ date_column }}){% endmacro %}
