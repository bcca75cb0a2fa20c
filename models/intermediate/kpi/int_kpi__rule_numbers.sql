-- grain: one KPI of one shop under one definition set in one period: its rules, with a number that all KPIs with equal rules share.
-- A unit is judged once by each number, however many KPIs count it.
select
    rules.*,
    cast(dense_rank() over (
        order by
            rules.platform asc, rules.shop_id asc, rules.definition_set asc, rules.valid_from asc, rules.valid_to asc,
            {%- for key, form, column in rule_key_list() %}
            {%- for name in columns_of_rule_key(key, form, column) %}
            rules.{{ name }} asc nulls first,
            {%- endfor %}
            {%- endfor %}
            rules.reply_scope asc nulls first
    ) as integer) as rule_no
from {{ ref('dim_kpi_rule') }} as rules
inner join {{ ref('int_kpi__shapes') }} as shapes
    on
        rules.platform = shapes.platform and rules.shop_id = shapes.shop_id
        and rules.definition_set = shapes.definition_set and rules.kpi_id = shapes.kpi_id
