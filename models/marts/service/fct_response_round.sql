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

flow as (
    select
        messages.session_key,
        messages.platform,
        messages.shop_id,
        scopes.reply_scope,
        messages.agent_id,
        messages.sender_kind,
        messages.sent_ms,
        messages.position,
        messages.sender_kind = 'human' or (scopes.reply_scope = 'any' and messages.sender_kind in ('robot', 'auto')) as is_reply
    from {{ ref('int_chat__session_messages') }} as messages
    inner join scopes on messages.platform = scopes.platform and messages.shop_id = scopes.shop_id
    where messages.sender_kind <> 'system'
),

numbered as (
    select
        *,
        cast(sum(case when is_reply then 1 else 0 end) over (
            partition by session_key, reply_scope order by sent_ms asc, position asc rows between unbounded preceding and current row
        ) as bigint) as round_no,
        {{ next_known('case when is_reply then sent_ms end', 'session_key, reply_scope', 'sent_ms asc, position asc') }} as reply_ms,
        {{ next_known('case when is_reply then agent_id end', 'session_key, reply_scope', 'sent_ms asc, position asc') }} as reply_agent_id,
        -- whose it is where nobody replies any more: all that the customer still writes is of the same round
        {{ last_known("case when sender_kind = 'customer' then agent_id end", 'session_key, reply_scope', 'sent_ms asc, position asc') }} as last_agent_id
    from flow
),

clocked as (
    select
        numbered.*,
        case when holders.assigned_ms > numbered.sent_ms then holders.assigned_ms else numbered.sent_ms end as agent_clock_ms
    from numbered
    left join {{ ref('int_chat__native_assignments') }} as holders
        on
            numbered.session_key = holders.session_key and numbered.reply_agent_id = holders.agent_id
            and numbered.reply_ms >= holders.holds_from_ms and numbered.reply_ms < holders.holds_until_ms
    where numbered.sender_kind = 'customer'
),

asked as (
    select
        session_key,
        platform,
        shop_id,
        reply_scope,
        round_no,
        'customer' as opened_by,
        coalesce(max(reply_agent_id), max(last_agent_id)) as agent_id,
        count(*) as count_customer_messages,
        min(sent_ms) as first_customer_ms,
        max(sent_ms) as last_customer_ms,
        max(reply_ms) as reply_ms,
        max(reply_ms) - min(agent_clock_ms) as wait_first_ms,
        max(reply_ms) - max(agent_clock_ms) as wait_last_ms,
        cast(sum(reply_ms - agent_clock_ms) as bigint) as wait_each_sum_ms,
        max(reply_ms) - min(sent_ms) as customer_wait_first_ms,
        max(reply_ms) - max(sent_ms) as customer_wait_last_ms,
        cast(sum(reply_ms - sent_ms) as bigint) as customer_wait_each_sum_ms
    from clocked
    group by session_key, platform, shop_id, reply_scope, round_no
),

-- A session handed over with nothing pending: the receiver's wait opens at the hand-over.
received as (
    select
        assignments.session_key,
        numbered.platform,
        numbered.shop_id,
        numbered.reply_scope,
        assignments.agent_id,
        assignments.assigned_ms,
        min(
            case when numbered.is_reply and numbered.agent_id = assignments.agent_id and numbered.sent_ms >= assignments.assigned_ms then numbered.sent_ms end
        ) as reply_ms,
        min(case when numbered.sender_kind = 'customer' and numbered.sent_ms >= assignments.assigned_ms then numbered.sent_ms end) as next_customer_ms,
        bool_or(
            numbered.sender_kind = 'customer' and numbered.sent_ms < assignments.assigned_ms
            and coalesce(numbered.reply_ms >= assignments.assigned_ms, true)
        ) as has_pending,
        min(assignments.holds_until_ms) as holds_until_ms
    from {{ ref('int_chat__native_assignments') }} as assignments
    inner join numbered on assignments.session_key = numbered.session_key
    where assignments.assignment_reason = 'transfer' and assignments.assigned_ms is not null
    group by
        assignments.session_key, numbered.platform, numbered.shop_id, numbered.reply_scope,
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
