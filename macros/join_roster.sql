{#- Joins rows with an account to the person behind it on that day. `rows` has platform and shop_id. -#}
{% macro join_roster(alias, rows, account_column, day) -%}
left join {{ ref('stg_landing__roster') }} as {{ alias }}
    on
        {{ rows }}.platform = {{ alias }}.platform and {{ rows }}.shop_id = {{ alias }}.shop_id
        and {{ account_column }} = {{ alias }}.account
        and {{ day }} between {{ alias }}.valid_from and {{ alias }}.valid_to
{%- endmacro %}
