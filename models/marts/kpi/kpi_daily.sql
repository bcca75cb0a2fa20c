-- grain: one figure: definition set, KPI, shop, agent (or '(shop)', '(silent)', '(unassigned)'), segment and business day.
with figures as (
    {{ aggregate_day_totals('day', ['units', 'distinct_persons'], ref('int_kpi__day_totals'), ref('int_kpi__day_persons')) }}
)

select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    case when agent_id = '(shop)' then 'shop' else 'agent' end as scope,
    agent_id,
    segment,
    period_start as date_day,
    numerator,
    denominator,
    figure_value as value,
    count_units,
    count_excluded_units as excluded_units,
    case when is_provisional then 'provisional' else 'final' end as finality
from figures
