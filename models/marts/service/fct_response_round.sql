-- grain: one response round (a run of customer messages and the reply that closes it) per session and reply scope.
-- reply_scope 'human' closes a round by people only, 'any' by automatic replies too; 'any' exists only where a rule asks.
-- Waits on the agent's clock start at the hand-over if that came later; on the customer's clock they do not.
with scopes as (
    select distinct
        platform,
        shop_id,
        reply_scope
    from {{ ref('int_kpi__rules') }}
    union
    -- sessions and credits count human rounds whatever the rules of a figure
    select distinct
        platform,
        shop_id,
        'human' as reply_scope
    from {{ ref('int_kpi__rules') }}
),

sessions as (
    {{ sessions_in_scopes(ref('int_chat__session_messages'), 'scopes') | indent(4) }}
),

numbered as (
    {{ messages_in_rounds(ref('int_chat__session_messages'), 'sessions') | indent(4) }}
),

closed as (
    {{ closed_rounds('numbered') | indent(4) }}
),

clocked as (
    select
        closed.*,
        sessions.session_key,
        sessions.platform,
        sessions.shop_id,
        holders.assigned_ms
    from closed
    inner join sessions on closed.session_no = sessions.session_no and closed.reply_scope = sessions.reply_scope
    left join {{ ref('int_chat__native_assignments') }} as holders
        on
            sessions.session_key = holders.session_key and closed.reply_agent_id = holders.agent_id
            and closed.reply_ms >= holders.holds_from_ms and closed.reply_ms < holders.holds_until_ms
    where closed.count_customer_messages > 0
),

-- Each message's wait where some were sent before the hand-over: from the hand-over on.
handed as (
    select
        clocked.session_no,
        clocked.reply_scope,
        clocked.round_no,
        cast(sum(clocked.reply_ms - greatest(clocked.assigned_ms, numbered.sent_ms)) as bigint) as wait_each_sum_ms
    from clocked
    inner join numbered
        on clocked.session_no = numbered.session_no and clocked.reply_scope = numbered.reply_scope and clocked.round_no = numbered.round_no
    where numbered.is_customer and clocked.assigned_ms > clocked.first_customer_ms
    group by clocked.session_no, clocked.reply_scope, clocked.round_no
),

asked as (
    select
        clocked.session_key,
        clocked.platform,
        clocked.shop_id,
        clocked.reply_scope,
        clocked.round_no,
        'customer' as opened_by,
        coalesce(clocked.reply_agent_id, clocked.last_agent_id) as agent_id,
        clocked.count_customer_messages,
        clocked.first_customer_ms,
        clocked.last_customer_ms,
        clocked.reply_ms,
        clocked.reply_ms - greatest(coalesce(clocked.assigned_ms, clocked.first_customer_ms), clocked.first_customer_ms) as wait_first_ms,
        clocked.reply_ms - greatest(coalesce(clocked.assigned_ms, clocked.last_customer_ms), clocked.last_customer_ms) as wait_last_ms,
        coalesce(handed.wait_each_sum_ms, clocked.reply_ms * clocked.count_customer_messages - clocked.sent_sum_ms) as wait_each_sum_ms,
        clocked.reply_ms - clocked.first_customer_ms as customer_wait_first_ms,
        clocked.reply_ms - clocked.last_customer_ms as customer_wait_last_ms,
        clocked.reply_ms * clocked.count_customer_messages - clocked.sent_sum_ms as customer_wait_each_sum_ms
    from clocked
    left join handed
        on clocked.session_no = handed.session_no and clocked.reply_scope = handed.reply_scope and clocked.round_no = handed.round_no
),

-- A session handed over with nothing pending: the receiver's wait opens at the hand-over.
received as (
    select
        assignments.session_key,
        sessions.platform,
        sessions.shop_id,
        sessions.reply_scope,
        assignments.agent_id,
        assignments.assigned_ms,
        min(
            case
                when not numbered.is_customer and numbered.agent_id = assignments.agent_id and numbered.sent_ms >= assignments.assigned_ms
                    then numbered.sent_ms
            end
        ) as reply_ms,
        min(case when numbered.is_customer and numbered.sent_ms >= assignments.assigned_ms then numbered.sent_ms end) as next_customer_ms,
        bool_or(
            numbered.is_customer and numbered.sent_ms < assignments.assigned_ms
            and coalesce(closed.reply_ms >= assignments.assigned_ms, true)
        ) as has_pending,
        min(assignments.holds_until_ms) as holds_until_ms
    from {{ ref('int_chat__native_assignments') }} as assignments
    inner join sessions on assignments.session_key = sessions.session_key
    inner join numbered on sessions.session_no = numbered.session_no and sessions.reply_scope = numbered.reply_scope
    inner join closed
        on numbered.session_no = closed.session_no and numbered.reply_scope = closed.reply_scope and numbered.round_no = closed.round_no
    where assignments.assignment_reason = 'transfer' and assignments.assigned_ms is not null
    group by
        assignments.session_key, sessions.platform, sessions.shop_id, sessions.reply_scope,
        assignments.agent_id, assignments.assigned_ms
),

rounds as (
    select * from asked
    union all
    select
        session_key,
        platform,
        shop_id,
        reply_scope,
        -row_number() over (partition by session_key, reply_scope order by assigned_ms asc) as round_no,
        'transfer_in' as opened_by,
        agent_id,
        cast(0 as bigint) as count_customer_messages,
        assigned_ms as first_customer_ms,
        assigned_ms as last_customer_ms,
        reply_ms,
        reply_ms - assigned_ms as wait_first_ms,
        reply_ms - assigned_ms as wait_last_ms,
        cast(reply_ms - assigned_ms as bigint) as wait_each_sum_ms,
        cast(null as bigint) as customer_wait_first_ms,
        cast(null as bigint) as customer_wait_last_ms,
        cast(null as bigint) as customer_wait_each_sum_ms
    from received
    where not has_pending and reply_ms < holds_until_ms and (next_customer_ms is null or reply_ms < next_customer_ms)
)

select
    {{ surrogate_key(['session_key', 'reply_scope', 'round_no']) }} as round_key,
    rounds.*,
    rounds.reply_ms is not null as is_answered
from rounds
