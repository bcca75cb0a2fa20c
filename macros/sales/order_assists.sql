{#- The helpers of orders without the credit, by a relation `credits` in the form of fct_order_credit: the body of fct_order_assist. -#}
{% macro order_assists(credits) %}
with helpers as (
    select
        order_key,
        agent_id,
        bool_or(is_at_order) as helped_before_order,
        bool_or(is_follow_up) as helped_after_order
    from {{ ref('int_orders__candidates') }}
    where is_at_order or is_follow_up
    group by order_key, agent_id
)

select
    credits.order_key,
    credits.credit_rule,
    credits.credit_pick,
    credits.is_active,
    helpers.agent_id,
    case when helpers.helped_before_order then 'order' else 'followup' end as assist_kind
from {{ credits }} as credits
inner join {{ ref('fct_order') }} as orders on credits.order_key = orders.order_key
inner join helpers on credits.order_key = helpers.order_key and credits.agent_id <> helpers.agent_id
-- of an order that a review took from everybody nobody is the helper either
where orders.sale_exclusion_reason is null and coalesce(credits.silent_reason, '-') <> 'rejected_by_review'
{% endmacro %}
