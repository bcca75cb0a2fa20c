-- grain: one order under one credit strategy: the one agent who gets it, or '(silent)'.
-- An order review in force decides for the strategy in force; the other strategies show the rules alone.
with in_force as (
    select
        order_key,
        review_key,
        decision,
        credited_agent_id
    from {{ ref('int_orders__reviews') }}
    where is_in_force
),

-- of the agent whom a review names: his last chat before the order, else his last one before the payment
chats as (
    select
        candidates.order_key,
        candidates.session_key,
        row_number() over (
            partition by candidates.order_key
            order by
                case when candidates.is_at_order then 0 else 1 end asc,
                candidates.ended_ms desc, candidates.started_ms desc, candidates.session_key asc
        ) as chat_rank
    from {{ ref('int_orders__candidates') }} as candidates
    inner join in_force
        on candidates.order_key = in_force.order_key and candidates.agent_id = in_force.credited_agent_id
    where candidates.is_at_order or candidates.is_at_payment
),

decided as (
    select
        credits.*,
        in_force.review_key,
        case
            when in_force.decision = 'reject' then 'nobody'
            when in_force.decision = 'reassign' and credits.agent_id <> in_force.credited_agent_id then 'other'
            else 'rule'
        end as credited,
        in_force.credited_agent_id,
        chats.session_key as credited_session_key
    from {{ ref('int_orders__rule_credits') }} as credits
    left join in_force on credits.order_key = in_force.order_key and credits.is_active
    left join chats on in_force.order_key = chats.order_key and chats.chat_rank = 1
)

select
    order_key,
    credit_rule,
    credit_pick,
    is_active,
    case credited when 'nobody' then '(silent)' when 'other' then credited_agent_id else agent_id end as agent_id,
    case credited when 'other' then credited_session_key when 'rule' then session_key end as session_key,
    is_silent_at_order,
    case credited when 'nobody' then 'rejected_by_review' when 'rule' then silent_reason end as silent_reason,
    agent_id as rule_agent_id,
    session_key as rule_session_key,
    silent_reason as rule_silent_reason,
    review_key
from decided
