-- grain: one cost row of customer service: month, kind, team and person (agent_id NULL: nobody's alone).
select
    {{ surrogate_key(['platform', 'shop_id', 'cost_id']) }} as cost_key,
    platform,
    shop_id,
    month_start,
    cost_kind,
    is_contact_cost,
    amount,
    team,
    agent_id
from {{ ref('stg_all__costs') }}
