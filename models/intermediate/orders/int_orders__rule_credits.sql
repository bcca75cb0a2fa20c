-- grain: one order under one credit strategy: the one agent who gets it by the rules alone, or '(silent)'.
with events as (
    select
        *,
        'order' as judged_at
    from {{ ref('int_orders__candidates') }}
    where is_at_order
    union all
    select
        *,
        'payment' as judged_at
    from {{ ref('int_orders__candidates') }}
    where is_at_payment
),

ranked as (
    select
        order_key,
        judged_at,
        agent_id,
        session_key,
        row_number() over (partition by order_key, judged_at order by ended_ms desc, started_ms desc, agent_id asc, session_key asc) as last_rank,
        row_number() over (partition by order_key, judged_at order by started_ms asc, ended_ms asc, agent_id asc, session_key asc) as first_rank,
        row_number() over (
            partition by order_key, judged_at
            order by count_answered_rounds desc, ended_ms desc, started_ms desc, agent_id asc, session_key asc
        ) as rounds_rank
    from events
),

picked as (
    select
        order_key,
        judged_at,
        'last_chat' as credit_pick,
        agent_id,
        session_key
    from ranked
    where last_rank = 1
    union all
    select
        order_key,
        judged_at,
        'first_chat' as credit_pick,
        agent_id,
        session_key
    from ranked
    where first_rank = 1
    union all
    select
        order_key,
        judged_at,
        'most_rounds' as credit_pick,
        agent_id,
        session_key
    from ranked
    where rounds_rank = 1
)

select
    orders.order_key,
    strategies.credit_rule,
    strategies.credit_pick,
    strategies.credit_rule = orders.credit_rule and strategies.credit_pick = orders.credit_pick as is_active,
    case
        when strategies.credit_rule = 'payment_judgement' then coalesce(at_payment.agent_id, '(silent)')
        when strategies.credit_rule = 'order_first' then coalesce(at_order.agent_id, at_payment.agent_id, '(silent)')
        else coalesce(at_order.agent_id, '(silent)')
    end as agent_id,
    case
        when strategies.credit_rule = 'payment_judgement' then at_payment.session_key
        when strategies.credit_rule = 'order_first' then coalesce(at_order.session_key, at_payment.session_key)
        else at_order.session_key
    end as session_key,
    at_order.agent_id is null as is_silent_at_order,
    case
        when orders.is_customer_unknown then 'customer_unknown'
        when coalesce(at_order.agent_id, case when strategies.credit_rule <> 'order_judgement' then at_payment.agent_id end) is null then 'no_chat_in_window'
    end as silent_reason
from {{ ref('fct_order') }} as orders
cross join {{ ref('ref_credit_strategies') }} as strategies
left join picked as at_order
    on orders.order_key = at_order.order_key and at_order.judged_at = 'order' and strategies.credit_pick = at_order.credit_pick
left join picked as at_payment
    on orders.order_key = at_payment.order_key and at_payment.judged_at = 'payment' and strategies.credit_pick = at_payment.credit_pick
where orders.order_exclusion_reason is null
