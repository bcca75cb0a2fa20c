-- grain: one session that got the credit of a sale, for the agent with the credit and for the shop (agent_id '(shop)').
with closing as (
    select
        credits.session_key,
        credits.agent_id
    from {{ ref('fct_order_credit') }} as credits
    inner join {{ ref('fct_order') }} as orders on credits.order_key = orders.order_key
    where credits.is_active and credits.session_key is not null and orders.sale_exclusion_reason is null
)

select
    session_key,
    agent_id
from closing
group by session_key, agent_id
union all
select
    session_key,
    '(shop)' as agent_id
from closing
group by session_key
