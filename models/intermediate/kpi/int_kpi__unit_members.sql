-- grain: one KPI that counts one kind of unit by one number of int_kpi__rule_numbers, of those that the files allow to compute.
select
    members.platform,
    members.shop_id,
    members.definition_set,
    members.kpi_id,
    members.unit_type,
    members.population,
    members.numerator_measure,
    members.numerator_kind,
    members.denominator_measure,
    members.denominator_kind,
    members.scope,
    rules.rule_no,
    shapes.is_segmented,
    shapes.person_bit
from {{ ref('dim_kpi_member') }} as members
inner join {{ ref('int_kpi__shapes') }} as shapes
    on
        members.platform = shapes.platform and members.shop_id = shapes.shop_id
        and members.definition_set = shapes.definition_set and members.kpi_id = shapes.kpi_id
inner join {{ ref('int_kpi__rule_numbers') }} as rules
    on
        members.platform = rules.platform and members.shop_id = rules.shop_id
        and members.definition_set = rules.definition_set and members.kpi_id = rules.kpi_id
