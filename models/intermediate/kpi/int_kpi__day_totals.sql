-- grain: one figure's units of one agent (or '(shop)'), segment and day.
-- The one place where the units of figures are added up: days, months and teams are sums over these rows. Persons, who cannot be
-- added up, stand in int_kpi__day_persons.
with parts as (
    {%- for unit in counted_units() %}
    select *
    from ({{ unit_sums(**arguments_of(unit)) | indent(4) }}) as {{ unit.unit_type }}_sums
    union all
    {%- endfor %}
    select
        definition_set,
        kpi_id,
        platform,
        shop_id,
        agent_id,
        segment,
        business_date,
        numerator_sum,
        numerator_max,
        denominator_sum,
        denominator_max,
        count_units,
        count_excluded_units,
        count_unknown_units,
        count_contradictions
    from {{ ref('int_kpi__other_totals') }}
)

select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    agent_id,
    segment,
    business_date,
    {%- for part in ['numerator', 'denominator'] %}
    sum({{ part }}_sum) as {{ part }}_sum,
    max({{ part }}_max) as {{ part }}_max,
    {%- endfor %}
    cast(sum(count_units) as bigint) as count_units,
    cast(sum(count_excluded_units) as bigint) as count_excluded_units,
    cast(sum(count_unknown_units) as bigint) as count_unknown_units,
    cast(sum(count_contradictions) as bigint) as count_contradictions
from parts
group by definition_set, kpi_id, platform, shop_id, agent_id, segment, business_date
