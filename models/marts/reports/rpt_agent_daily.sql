-- grain: one agent of one shop on one business day, under the shop's own definition set.
with people as (
    select
        platform,
        shop_id,
        agent_id,
        agent_name,
        team,
        valid_from,
        valid_to
    from {{ ref('dim_agent_account') }}
),

figures as (
    {{ own_figures(ref('kpi_daily'), 'date_day', 'agent') }}
)

select
    figures.date_day,
    figures.platform,
    figures.shop_id,
    figures.agent_id,
    coalesce(max(people.agent_name), figures.agent_id) as agent_name,
    max(people.team) as team,
    {{ wide_figures() }}
from figures
left join people
    on
        figures.platform = people.platform and figures.shop_id = people.shop_id and figures.agent_id = people.agent_id
        and figures.date_day between people.valid_from and people.valid_to
group by figures.date_day, figures.platform, figures.shop_id, figures.agent_id
