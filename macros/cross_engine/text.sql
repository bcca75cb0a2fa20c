{% macro starts_with(column, prefix) %}(left({{ column }}, length({{ prefix }})) = {{ prefix }}){% endmacro %}
{% macro ends_with(column, suffix) %}(right({{ column }}, length({{ suffix }})) = {{ suffix }}){% endmacro %}

{#- Part number `index` (from 1) of a text split at `separator`. -#}
{% macro split_part(column, separator, index) %}{{ return(dbt.split_part(column, separator, index)) }}{% endmacro %}

{#- The adapter's own splits at a pattern and gives NULL where there is no such part; others give an empty text. -#}
{% macro spark__split_part(string_text, delimiter_text, part_number) -%}
split_part({{ string_text }}, {{ delimiter_text }}, {{ part_number }})
{%- endmacro %}

{#- The adapter's own knows no order. -#}
{% macro spark__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
listagg({{ measure }}, {{ delimiter_text }}){% if order_by_clause %} within group ({{ order_by_clause }}){% endif %}
{%- endmacro %}

{#- What is left of a chat text when it is compared: letters and digits in lower case. Web addresses, emoji (as signs, as a
    tag in brackets, as the codes /:… and #E-…), punctuation and blanks are gone; NULL stays NULL. -#}
{% macro plain_text(column) %}{{ return(adapter.dispatch('plain_text', 'kefu')(column)) }}{% endmacro %}
{% macro duckdb__plain_text(column) %}regexp_replace(lower({{ column }}), '{{ not_plain_text() }}', '', 'g'){% endmacro %}
{#- The engine reads a backslash in a literal as the start of an escape. -#}
{% macro spark__plain_text(column) -%}
regexp_replace(lower({{ column }}), '{{ not_plain_text() | replace('\\', '\\\\') }}', '')
{%- endmacro %}

{% macro not_plain_text() -%}
{%- set not_text = [
    'https?://[^\\s\\x{4e00}-\\x{9fff}]+',
    '\\[[^\\[\\]0-9]{1,4}\\]',
    '#e-[a-z][0-9]+',
    '/:([0-9]{3}|[^0-9a-z\\s\\x{4e00}-\\x{9fff}]{1,3}[a-z]?|[a-z])',
    '[^\\p{L}\\p{N}]+'
] -%}
{{ return(not_text | join('|')) }}
{%- endmacro %}

{#- Whether a whole text has the form of a pattern. -#}
{% macro has_form(column, pattern) %}{{ return(adapter.dispatch('has_form', 'kefu')(column, pattern)) }}{% endmacro %}
{% macro duckdb__has_form(column, pattern) %}regexp_full_match({{ column }}, '{{ pattern }}'){% endmacro %}
{% macro spark__has_form(column, pattern) -%}
regexp_like({{ column }}, '^(?:{{ pattern | replace('\\', '\\\\') }})\\z')
{%- endmacro %}
