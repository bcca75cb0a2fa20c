{#- A row of a scheme's seed as sentences name it: the seed and the cells of its key. -#}
{% macro scheme_row_name(seed_name, alias) -%}
'{{ seed_name }} (' {% for column in scheme_seeds()[seed_name]['key'] -%}
|| coalesce({{ alias }}.{{ column }}, '-') || '{{ ')' if loop.last else ', ' }}' {% endfor %}
{%- endmacro %}

{#- A cell as an exact number; NULL where it is none. -#}
{% macro cell_number(column) %}try_cast({{ column }} as decimal(28, 8)){% endmacro %}

{#- Whether a text is a number as people write it, exact in 8 decimals: no exponent, no sign of thousands, no percent. -#}
{% macro is_plain_number(column) %}{{ has_form(column, '-?[0-9]{1,12}([.][0-9]{1,8})?') }}{% endmacro %}

{#- Where a value stands on a line of whole numbers that also has places just above each value. -#}
{% macro position_of(value) %}2 * {{ in_hundred_millionths(value) }}{% endmacro %}

{#- A position beyond all values, where a band has no limit. -#}
{% macro position_without_limit(side) -%}
cast('{{ '-' if side == 'below' }}1000000000000000000000000000000' as {{ type_whole() }})
{%- endmacro %}

{#- Whether a whole number from 0 on stands between two positions, the upper one left out. -#}
{% macro holds_whole_number(begins_at, ends_at) -%}
{{ whole_quotient('greatest(' ~ begins_at ~ ', 0) + 199999999', '200000000') }} * 200000000 < {{ ends_at }}
{%- endmacro %}

{#- A decimal as people write it: without zeros at its end. -#}
{% macro plain_number(column) -%}
rtrim(rtrim(cast({{ column }} as {{ dbt.type_string() }}), '0'), '.')
{%- endmacro %}
