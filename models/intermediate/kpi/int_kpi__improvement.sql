-- grain: one target with a base value: how much of the planned change of a KPI came about, on the first month of its period.
-- (actual - base) / (target - base), with the actual n/d kept exact as (n - base d) / ((target - base) d).
with additive as (
    select
        platform,
        shop_id,
        definition_set,
        kpi_id
    from {{ ref('int_kpi__shapes') }}
    where period = 'day' and not is_segmented and numerator_kind <> 'max'
),

actuals as (
    select
        sets.definition_set,
        targets.platform,
        targets.shop_id,
        targets.agent_id,
        targets.kpi_id,
        targets.target_period,
        targets.month_start,
        targets.base_value,
        targets.target_value,
        targets.last_day,
        sum(figures.numerator) as numerator,
        coalesce(sum(figures.denominator), 1) as denominator,
        sum(figures.count_units) as count_units,
        sum(figures.excluded_units) as count_excluded_units,
        bool_or(figures.finality = 'provisional') as is_provisional
    from {{ ref('int_core__targets') }} as targets
    inner join {{ ref('int_kpi__shop_sets') }} as sets
        on targets.platform = sets.platform and targets.shop_id = sets.shop_id and sets.is_own_set
    inner join additive
        on
            targets.platform = additive.platform and targets.shop_id = additive.shop_id
            and targets.kpi_id = additive.kpi_id and sets.definition_set = additive.definition_set
    inner join {{ ref('kpi_daily') }} as figures
        on
            targets.platform = figures.platform and targets.shop_id = figures.shop_id
            and targets.agent_id = figures.agent_id and targets.kpi_id = figures.kpi_id
            and sets.definition_set = figures.definition_set
            and figures.date_day between targets.month_start and targets.last_day
    where targets.base_value is not null
    group by
        sets.definition_set, targets.platform, targets.shop_id, targets.agent_id, targets.kpi_id, targets.target_period,
        targets.month_start, targets.base_value, targets.target_value, targets.last_day
),

changes as (
    select
        actuals.*,
        cast(actuals.numerator - actuals.base_value * actuals.denominator as decimal(28, 8)) as actual_change,
        cast((actuals.target_value - actuals.base_value) * actuals.denominator as decimal(28, 8)) as planned_change,
        until.data_until
    from actuals
    inner join {{ ref('int_kpi__data_until') }} as until
        on actuals.platform = until.platform and actuals.shop_id = until.shop_id
)

select
    definition_set,
    'kpi_improvement_vs_target' as kpi_id,
    platform,
    shop_id,
    agent_id,
    case when target_period = 'month' then kpi_id else kpi_id || ' · ' || target_period end as segment,
    month_start as period_start,
    'units' as person_basis,
    actual_change as numerator,
    planned_change as denominator,
    cast({{ quotient('actual_change', 'nullif(planned_change, 0)') }} as decimal(28, 8)) as figure_value,
    cast(count_units as bigint) as count_units,
    cast(count_excluded_units as bigint) as count_excluded_units,
    is_provisional or data_until < last_day as is_provisional
from changes
