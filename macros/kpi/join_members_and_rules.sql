{#- Joins units to the KPIs that count them and to the rules in force on the unit's day: one row per unit, set and KPI.
    `agent_column` holds the agent, or '(shop)' for the shop as a whole. -#}
{% macro join_members_and_rules(units, unit_types, date_column, agent_column) -%}
inner join {{ ref('dim_kpi_member') }} as members
    on
        {{ units }}.platform = members.platform and {{ units }}.shop_id = members.shop_id
        and members.unit_type in ('{{ unit_types | join("', '") }}')
        and {{ is_served_by('members', agent_column) }}
inner join {{ ref('dim_kpi_rule') }} as rules
    on
        members.platform = rules.platform and members.shop_id = rules.shop_id
        and members.definition_set = rules.definition_set and members.kpi_id = rules.kpi_id
        and {{ date_column }} between rules.valid_from and rules.valid_to
{%- endmacro %}

{#- Whether a member row makes figures for this agent: some figures are of the shop alone, some of agents alone. -#}
{% macro is_served_by(members, agent_column) -%}
coalesce({{ members }}.scope, 'both') <> case when {{ agent_column }} = '(shop)' then 'agent' else 'shop' end
{%- endmacro %}
