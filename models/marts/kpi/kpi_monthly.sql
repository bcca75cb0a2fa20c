-- grain: one figure: definition set, KPI, shop, agent (or '(shop)', '(silent)', '(unassigned)'), segment, month and person basis.
-- Recomputed from units. Figures that count persons stand twice: each person once a day, and each person once a month.
with figures as (
    {{ aggregate_day_totals('month', ['units', 'person_days', 'distinct_persons'], ref('int_kpi__day_totals'), ref('int_kpi__day_persons')) }}
),

complete as (
    select * from figures
    union all
    select * from {{ ref('int_kpi__derived_figures') }}
)

{{ monthly_figures('complete') }}
