-- grain: one person (all shops and accounts together), as last known.
with ranked as (
    select
        agent_id,
        agent_name,
        team,
        role,
        is_inferred,
        row_number() over (partition by agent_id order by valid_to desc, valid_from desc, shop_id asc, platform asc, account asc) as recency
    from {{ ref('int_core__agent_accounts') }}
),

totals as (
    select
        agent_id,
        min(hire_date) as hire_date,
        count(distinct platform || shop_id || account) as count_accounts,
        count(distinct shop_id) as count_shops
    from {{ ref('int_core__agent_accounts') }}
    group by agent_id
)

select
    ranked.agent_id,
    ranked.agent_name,
    ranked.team,
    ranked.role,
    totals.hire_date,
    cast(totals.count_accounts as bigint) as count_accounts,
    cast(totals.count_shops as bigint) as count_shops,
    ranked.is_inferred
from ranked
inner join totals on ranked.agent_id = totals.agent_id
where ranked.recency = 1
