-- grain: one target of an agent, month and KPI.
select
    {{ surrogate_key(['platform', 'shop_id', 'agent_id', 'kpi_id', 'month_start']) }} as target_key,
    platform,
    shop_id,
    agent_id,
    kpi_id,
    month_start,
    target_value
from {{ ref('stg_exchange__targets') }}
