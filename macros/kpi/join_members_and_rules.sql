{#- Joins units to the KPIs that count them and to the rules in force on the unit's day: one row per unit, set and KPI. -#}
{% macro join_members_and_rules(units, unit_types, date_column) -%}
inner join {{ ref('dim_kpi_member') }} as members
    on
        {{ units }}.platform = members.platform and {{ units }}.shop_id = members.shop_id
        and members.unit_type in ('{{ unit_types | join("', '") }}')
inner join {{ ref('dim_kpi_rule') }} as rules
    on
        members.platform = rules.platform and members.shop_id = rules.shop_id
        and members.definition_set = rules.definition_set and members.kpi_id = rules.kpi_id
        and {{ date_column }} between rules.valid_from and rules.valid_to
{%- endmacro %}
