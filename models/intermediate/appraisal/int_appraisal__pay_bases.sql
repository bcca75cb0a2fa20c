-- grain: one item of pay that is a rate on a base, of one person, month and figure basis: the base over the days that count.
-- Days count while the person is employed and, where the item is not paid in probation, outside it; so the money follows the day.
-- Figures that have no days (made of other figures, or of the days before) have no row.
{% set item_keys = ['agent_id', 'month_start', 'item_id', 'figure_basis'] -%}
{% set measured = ['person_key', 'numerator_bits', 'denominator_bits', 'numerator_sum', 'numerator_max', 'denominator_sum', 'denominator_max',
    'count_units', 'count_excluded_units', 'count_unknown_units'] -%}
with rated as (
    select
        rules.*,
        figures.figure_basis,
        figures.kpi_id,
        figures.segment,
        figures.platform as figure_of_platform,
        figures.shop_id as figure_of_shop
    from {{ ref('int_appraisal__pay_rules') }} as rules
    inner join {{ ref('int_appraisal__figures') }} as figures
        on
            rules.agent_id = figures.agent_id and rules.month_start = figures.month_start
            and rules.requested_kpi_id = figures.requested_kpi_id and rules.definition_set = figures.definition_set
            and rules.person_basis = figures.person_basis and figures.segment = '(all)'
    where rules.strategy in ('rate_band', 'marginal_rate') and figures.missing_reason is null
),

touched as (
    select distinct
        kpi_id,
        month_start
    from {{ ref('int_reviews__touched') }}
),

reviewed_totals as (
    {{ totals_and_persons(ref('int_kpi__day_totals'), ref('int_kpi__day_persons')) | indent(4) }}
),

exported_totals as (
    {{ totals_and_persons(ref('int_reviews__day_totals'), ref('int_reviews__day_persons')) | indent(4) }}
),

totals as (
    select
        'reviewed' as figure_basis,
        {{ month_start('totals.business_date') }} as month_start,
        totals.*
    from reviewed_totals as totals
    union all
    select
        'exported' as figure_basis,
        {{ month_start('totals.business_date') }} as month_start,
        totals.*
    from reviewed_totals as totals
    left join touched on totals.kpi_id = touched.kpi_id and {{ month_start('totals.business_date') }} = touched.month_start
    where touched.kpi_id is null
    union all
    select
        'exported' as figure_basis,
        {{ month_start('totals.business_date') }} as month_start,
        totals.*
    from exported_totals as totals
),

days as (
    select
        rated.agent_id,
        rated.month_start,
        rated.item_id,
        rated.figure_basis,
        rated.person_basis,
        shapes.numerator_kind,
        shapes.denominator_kind,
        totals.business_date as figure_date,
        {%- for column in measured %}
        totals.{{ column }},
        {%- endfor %}
        employed.agent_id is not null and (rated.in_probation = 'paid' or probation.agent_id is null) as is_counted
    from rated
    inner join totals
        on
            rated.agent_id = totals.agent_id and rated.kpi_id = totals.kpi_id and rated.segment = totals.segment
            and rated.month_start = totals.month_start and rated.figure_basis = totals.figure_basis
            and (rated.figure_of_shop = '(all)' or (rated.figure_of_platform = totals.platform and rated.figure_of_shop = totals.shop_id))
    inner join {{ ref('int_kpi__shapes') }} as shapes
        on
            totals.platform = shapes.platform and totals.shop_id = shapes.shop_id
            and totals.definition_set = shapes.definition_set and totals.kpi_id = shapes.kpi_id and shapes.period <> 'trailing'
    inner join {{ ref('int_kpi__shop_sets') }} as sets
        on
            totals.platform = sets.platform and totals.shop_id = sets.shop_id and totals.definition_set = sets.definition_set
            and ((rated.definition_set = '(own)' and sets.is_own_set) or rated.definition_set = totals.definition_set)
    left join {{ ref('int_appraisal__scheme_days') }} as employed
        on rated.agent_id = employed.agent_id and totals.business_date = employed.day_
    left join {{ ref('int_appraisal__guarantee_parts') }} as probation
        on
            rated.agent_id = probation.agent_id and rated.month_start = probation.month_start and probation.part_kind = 'probation'
            and totals.business_date between probation.first_day and probation.last_day
),

placed as (
    select *
    from days
    where is_counted
),

days_of_persons as (
    select
        {{ item_keys | join(',\n        ') }},
        person_key,
        figure_date,
        bit_or(numerator_bits) as numerator_bits,
        bit_or(denominator_bits) as denominator_bits
    from placed
    where person_key is not null
    group by {{ item_keys | join(', ') }}, person_key, figure_date
),

summed as (
    {{ summed_with_persons('placed', 'days_of_persons', item_keys) | indent(4) }}
),

-- with figures in the month, and none on the days that count, the base is 0; how the figure is made is the same in all rows of an item
items as (
    select
        {{ item_keys | join(',\n        ') }},
        max(person_basis) as person_basis,
        max(numerator_kind) as numerator_kind,
        max(denominator_kind) as denominator_kind
    from days
    group by {{ item_keys | join(', ') }}
),

counted as (
    select
        items.agent_id,
        items.month_start,
        items.item_id,
        items.figure_basis,
        summed.item_id is null as has_no_day_that_counts,
        {{ numerator_and_denominator() | indent(8) }}
    from items
    left join summed
        on
            items.agent_id = summed.agent_id and items.month_start = summed.month_start
            and items.item_id = summed.item_id and items.figure_basis = summed.figure_basis
)

select
    agent_id,
    month_start,
    item_id,
    figure_basis,
    cast(case when has_no_day_that_counts then 0 else numerator end as decimal(28, 8)) as base_amount
from counted
