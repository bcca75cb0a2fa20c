{% macro starts_with(column, prefix) %}(left({{ column }}, length({{ prefix }})) = {{ prefix }}){% endmacro %}
{% macro ends_with(column, suffix) %}(right({{ column }}, length({{ suffix }})) = {{ suffix }}){% endmacro %}

{#- Part number `index` (from 1) of a text split at `separator`. -#}
{% macro split_part(column, separator, index) %}{{ return(dbt.split_part(column, separator, index)) }}{% endmacro %}

{#- What is left of a chat text when it is compared: letters and digits in lower case. Web addresses, emoji (as signs, as a
    tag in brackets, as the codes /:… and #E-…), punctuation and blanks are gone; NULL stays NULL. -#}
{% macro plain_text(column) %}{{ return(adapter.dispatch('plain_text', 'kefu')(column)) }}{% endmacro %}
{% macro duckdb__plain_text(column) -%}
{%- set not_text = [
    'https?://[^\\s\\x{4e00}-\\x{9fff}]+',
    '\\[[^\\[\\]0-9]{1,4}\\]',
    '#e-[a-z][0-9]+',
    '/:([0-9]{3}|[^0-9a-z\\s\\x{4e00}-\\x{9fff}]{1,3}[a-z]?|[a-z])',
    '[^\\p{L}\\p{N}]+'
] -%}
regexp_replace(lower({{ column }}), '{{ not_text | join("|") }}', '', 'g')
{%- endmacro %}

{#- Whether a whole text has the form of a pattern. -#}
{% macro has_form(column, pattern) %}{{ return(adapter.dispatch('has_form', 'kefu')(column, pattern)) }}{% endmacro %}
{% macro duckdb__has_form(column, pattern) %}regexp_full_match({{ column }}, '{{ pattern }}'){% endmacro %}
