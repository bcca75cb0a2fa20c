{#- Units added up per figure, agent, segment and day (and person, where the figure counts persons), of a relation in the form of
    kpi_units: the body of int_kpi__day_totals. -#}
{% macro day_totals(units) %}
select
    units.definition_set,
    units.kpi_id,
    units.platform,
    units.shop_id,
    units.agent_id,
    case when shapes.is_segmented then coalesce(units.segment, '(none)') else '(all)' end as segment,
    units.business_date,
    case when shapes.numerator_kind = 'persons' or shapes.denominator_kind = 'persons' then units.person_key end as person_key,
    sum(units.numerator) as numerator_sum,
    max(units.numerator) as numerator_max,
    sum(units.denominator) as denominator_sum,
    max(units.denominator) as denominator_max,
    cast(sum(case when units.exclusion_reason is null then 1 else 0 end) as bigint) as count_units,
    cast(sum(case when units.exclusion_reason is null then 0 else 1 end) as bigint) as count_excluded_units,
    -- left out because the files do not tell what they are, not because they are something else
    cast(
        sum(case when units.exclusion_reason like '%unknown%' or units.exclusion_reason = 'messages_missing' then 1 else 0 end) as bigint
    ) as count_unknown_units,
    -- neither counted nor left out for a reason, or both: never
    cast(
        sum(case when (units.exclusion_reason is null) <> (coalesce(units.numerator, units.denominator) is not null) then 1 else 0 end) as bigint
    ) as count_contradictions
from {{ units }} as units
inner join {{ ref('int_kpi__shapes') }} as shapes
    on
        units.platform = shapes.platform and units.shop_id = shapes.shop_id
        and units.definition_set = shapes.definition_set and units.kpi_id = shapes.kpi_id
group by
    units.definition_set, units.kpi_id, units.platform, units.shop_id, units.agent_id, units.business_date,
    case when shapes.is_segmented then coalesce(units.segment, '(none)') else '(all)' end,
    case when shapes.numerator_kind = 'persons' or shapes.denominator_kind = 'persons' then units.person_key end
{% endmacro %}
