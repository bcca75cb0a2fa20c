-- grain: one target of an agent, or of the shop, for a KPI and a month or quarter.
select
    {{ surrogate_key(['platform', 'shop_id', 'agent_id', 'kpi_id', 'target_period', 'month_start']) }} as target_key,
    platform,
    shop_id,
    agent_id,
    kpi_id,
    target_period,
    month_start,
    {{ add_days(add_months('month_start', "case when target_period = 'quarter' then 3 else 1 end"), -1) }} as last_day,
    target_value,
    base_value
from {{ ref('stg_exchange__targets') }}
