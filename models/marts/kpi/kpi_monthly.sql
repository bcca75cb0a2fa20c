-- grain: one figure: definition set, KPI, shop, agent (or '(shop)', '(silent)', '(unassigned)'), segment, month and person basis.
-- Recomputed from units. Figures that count persons stand twice: each person once a day, and each person once a month.
with figures as (
    {{ aggregate_day_totals('month', ['units', 'person_days', 'distinct_persons']) }}
),

complete as (
    select * from figures
    union all
    select * from {{ ref('int_kpi__derived_figures') }}
)

select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    case when agent_id = '(shop)' then 'shop' else 'agent' end as scope,
    agent_id,
    segment,
    period_start as month_start,
    person_basis,
    numerator,
    denominator,
    figure_value as value,
    count_units,
    count_excluded_units as excluded_units,
    case when is_provisional then 'provisional' else 'final' end as finality
from complete
