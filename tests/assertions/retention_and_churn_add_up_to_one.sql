-- Whoever was served is either active again or gone: both rates have one denominator, and their numerators add up to it.
with figures as (
    select
        definition_set,
        platform,
        shop_id,
        agent_id,
        date_day as period_start,
        numerator,
        denominator
    from {{ ref('kpi_daily') }}
    where kpi_id in ('retention_rate', 'churn_rate')
    union all
    select
        definition_set,
        platform,
        shop_id,
        agent_id || ' (month)' as agent_id,
        month_start as period_start,
        numerator,
        denominator
    from {{ ref('kpi_monthly') }}
    where kpi_id in ('retention_rate', 'churn_rate')
)

select
    definition_set,
    platform,
    shop_id,
    agent_id,
    period_start,
    sum(numerator) as both_numerators,
    max(denominator) as denominator
from figures
group by definition_set, platform, shop_id, agent_id, period_start
having count(*) <> 2 or min(denominator) <> max(denominator) or sum(numerator) <> max(denominator)
