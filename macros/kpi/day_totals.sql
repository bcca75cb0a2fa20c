{#- Units added up per figure, agent, segment and day (and person, where the figure counts persons), of a relation in the form of
    kpi_units: rows of reviewed and of unreviewed units, and of the kinds that unit_sums
    does not add up. -#}
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
        sum(case when {{ is_unknown_reason('units.exclusion_reason') }} then 1 else 0 end) as bigint
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

{#- Persons in a relation in the form of day_totals: one row per person of an agent's day and segment, with the bits of the figures
    in whose numerator and denominator he stands. -#}
{% macro day_total_persons(totals) -%}
select
    totals.definition_set,
    totals.platform,
    totals.shop_id,
    totals.agent_id,
    totals.segment,
    totals.business_date,
    totals.person_key,
    bit_or(case when totals.numerator_max > 0 then shapes.person_bit else 0 end) as numerator_bits,
    bit_or(case when totals.denominator_max > 0 then shapes.person_bit else 0 end) as denominator_bits
from {{ totals }} as totals
inner join {{ ref('int_kpi__shapes') }} as shapes
    on
        totals.platform = shapes.platform and totals.shop_id = shapes.shop_id
        and totals.definition_set = shapes.definition_set and totals.kpi_id = shapes.kpi_id
where totals.person_key is not null and shapes.person_bit is not null and (totals.numerator_max > 0 or totals.denominator_max > 0)
group by
    totals.definition_set, totals.platform, totals.shop_id, totals.agent_id, totals.segment, totals.business_date, totals.person_key
{%- endmacro %}

{#- Units of some of the models kpi_units_…, in the form of kpi_units. -#}
{% macro units_of(models) -%}
{% for unit in models -%}
select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    agent_id,
    business_date,
    unit_type,
    unit_key,
    session_key,
    person_key,
    segment,
    exclusion_reason,
    numerator,
    denominator
from {{ ref('kpi_units_' ~ unit) }}
{% if not loop.last %}union all
{% endif %}
{%- endfor %}
{%- endmacro %}
