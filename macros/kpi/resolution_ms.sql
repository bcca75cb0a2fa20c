{#- Time to the resolution by the clock that the rules of the KPI name. -#}
{% macro resolution_ms(units, rules) -%}
case {{ rules }}.resolution_clock when 'business' then {{ units }}.resolution_business_ms else {{ units }}.resolution_wait_ms end
{%- endmacro %}
