-- grain: one agent of one shop in one month, under the shop's own definition set.
-- Customers count once a day, except in the price per customer, where a buyer counts once a month.
with figures as (
    {{ own_figures(ref('kpi_monthly'), 'month_start', 'agent') }}
)

select
    figures.month_start,
    figures.platform,
    figures.shop_id,
    figures.agent_id,
    coalesce(max(agents.agent_name), figures.agent_id) as agent_name,
    max(agents.team) as team,
    {{ wide_figures() }}
from figures
left join {{ ref('dim_agent') }} as agents on figures.agent_id = agents.agent_id
where
    figures.person_basis = 'units'
    or figures.person_basis = case when figures.kpi_id = 'unit_price' then 'distinct_persons' else 'person_days' end
group by figures.month_start, figures.platform, figures.shop_id, figures.agent_id
