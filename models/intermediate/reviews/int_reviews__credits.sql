-- grain: one order of int_reviews__orders: its credit by the rules alone, in the form of fct_order_credit.
select
    credits.order_key,
    credits.credit_rule,
    credits.credit_pick,
    credits.is_active,
    credits.rule_agent_id as agent_id,
    credits.rule_session_key as session_key,
    credits.is_silent_at_order,
    credits.rule_silent_reason as silent_reason
from {{ ref('fct_order_credit') }} as credits
inner join {{ ref('int_reviews__orders') }} as orders on credits.order_key = orders.order_key
where credits.is_active
