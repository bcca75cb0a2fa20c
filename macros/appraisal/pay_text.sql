{#- Numbers as they stand in the sentences of scores and statements. -#}
{% macro amount_text(amount) -%}
cast(cast({{ amount }} as decimal(18, 2)) as {{ dbt.type_string() }})
{%- endmacro %}

{#- A number of at most `digits` (1 to 8) decimals without the zeros at its end. -#}
{% macro number_text(value, digits=8) -%}
rtrim(rtrim(cast({{ round_half_up(value, digits) }} as {{ dbt.type_string() }}), '0'), '.')
{%- endmacro %}

{% macro percent_text(ratio) -%}
{{ number_text('(' ~ ratio ~ ') * 100') }} || '%'
{%- endmacro %}
