-- grain: one figure: definition set, KPI, shop, agent (or '(shop)', '(silent)', '(unassigned)'), month and person basis.
-- Recomputed from units. Figures that count persons stand twice: each person once a day, and each person once a month.
with figures as (
    {{ aggregate_kpi_units(month_start('units.business_date'), ['units', 'person_days', 'distinct_persons']) }}
),

-- actual sales of the month over the plan
completions as (
    select
        figures.definition_set,
        'target_completion_rate' as kpi_id,
        figures.platform,
        figures.shop_id,
        figures.agent_id,
        figures.period_start,
        figures.person_basis,
        figures.numerator,
        cast(targets.target_value as decimal(28, 4)) as denominator,
        cast(figures.numerator / nullif(targets.target_value, 0) as decimal(28, 8)) as figure_value,
        figures.count_units,
        figures.count_excluded_units,
        figures.is_provisional
    from figures
    inner join {{ ref('int_core__targets') }} as targets
        on
            figures.platform = targets.platform and figures.shop_id = targets.shop_id and figures.agent_id = targets.agent_id
            and figures.period_start = targets.month_start and figures.kpi_id = targets.kpi_id
    where figures.kpi_id = 'sales_amount'
),

complete as (
    select * from figures
    union all
    select * from completions
    union all
    select * from {{ ref('int_kpi__invite_selectivity') }}
)

select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    case when agent_id = '(shop)' then 'shop' else 'agent' end as scope,
    agent_id,
    period_start as month_start,
    person_basis,
    numerator,
    denominator,
    figure_value as value,
    count_units,
    count_excluded_units as excluded_units,
    case when is_provisional then 'provisional' else 'final' end as finality
from complete
