-- grain: one kind of unit and one number of int_kpi__rule_numbers by which a KPI counts it.
with numbered as (
    select
        members.unit_type,
        members.rule_no,
        min(members.kpi_id) as first_kpi_id
    from {{ ref('int_kpi__unit_members') }} as members
    group by members.unit_type, members.rule_no
)

select
    numbered.unit_type,
    rules.*
from numbered
inner join {{ ref('int_kpi__rule_numbers') }} as rules on numbered.rule_no = rules.rule_no and numbered.first_kpi_id = rules.kpi_id
