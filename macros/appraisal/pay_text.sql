{#- Numbers as they stand in the sentences of a statement. -#}
{% macro amount_text(amount) -%}
cast(cast({{ amount }} as decimal(18, 2)) as {{ dbt.type_string() }})
{%- endmacro %}

{#- A number without the zeros at its end. -#}
{% macro number_text(value) -%}
rtrim(rtrim(cast(cast({{ value }} as decimal(28, 8)) as {{ dbt.type_string() }}), '0'), '.')
{%- endmacro %}

{% macro percent_text(ratio) -%}
{{ number_text('(' ~ ratio ~ ') * 100') }} || '%'
{%- endmacro %}
