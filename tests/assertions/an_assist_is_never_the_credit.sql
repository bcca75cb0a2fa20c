-- Nobody helps himself: the credited agent of an order is not among its helpers, under any strategy.
select
    assists.order_key,
    assists.agent_id
from {{ ref('fct_order_assist') }} as assists
inner join {{ ref('fct_order_credit') }} as credits
    on
        assists.order_key = credits.order_key and assists.agent_id = credits.agent_id
        and assists.credit_rule = credits.credit_rule and assists.credit_pick = credits.credit_pick
