-- grain: one agent's part of a session (agent_id) or the whole session (agent_id '(shop)') per reply scope: its rounds added up.
-- A part runs on the agent's clock, the whole session on the customer's. A slow wait is an answered one: who only thanks
-- and gets no answer has not waited.
with rounds as (
    select
        rounds.*,
        rules.slow_reply_ms
    from {{ ref('fct_response_round') }} as rounds
    left join {{ ref('int_kpi__rules') }} as rules
        on
            rounds.platform = rules.platform and rounds.shop_id = rules.shop_id
            and rules.is_own_set and rules.kpi_id = 'slow_reply_sessions'
            and rounds.first_customer_ms >= {{ epoch_ms('cast(rules.valid_from as timestamp)') }}
            and rounds.first_customer_ms < {{ epoch_ms('cast(rules.valid_to as timestamp)') }} + 86400000
),

clocks as (
    select
        session_key,
        agent_id,
        reply_scope,
        opened_by,
        first_customer_ms,
        reply_ms,
        round_no,
        is_answered,
        wait_first_ms,
        slow_reply_ms
    from rounds
    union all
    select
        session_key,
        '(shop)' as agent_id,
        reply_scope,
        opened_by,
        first_customer_ms,
        reply_ms,
        round_no,
        is_answered,
        customer_wait_first_ms as wait_first_ms,
        slow_reply_ms
    from rounds
    where opened_by = 'customer'
),

ranked as (
    select
        *,
        row_number() over stream as place,
        sum(case when opened_by = 'customer' then 1 else 0 end) over stream as count_customer_so_far
    from clocks
    window stream as (
        partition by session_key, agent_id, reply_scope
        order by first_customer_ms asc, round_no asc
        rows between unbounded preceding and current row
    )
)

select
    session_key,
    agent_id,
    reply_scope,
    max(case when place = 1 then wait_first_ms end) as first_wait_ms,
    max(case when place = 1 then reply_ms end) as first_reply_ms,
    -- the same without waits that a hand-over opened
    max(case when count_customer_so_far = 1 and opened_by = 'customer' then wait_first_ms end) as first_customer_wait_ms,
    max(case when count_customer_so_far = 1 and opened_by = 'customer' then reply_ms end) as first_customer_reply_ms,
    max(case when opened_by = 'customer' then wait_first_ms end) as longest_wait_ms,
    cast(sum(case when opened_by = 'customer' then 1 else 0 end) as bigint) as count_rounds,
    cast(sum(case when opened_by = 'customer' and is_answered then 1 else 0 end) as bigint) as count_answered_rounds,
    cast(sum(case when not is_answered then 1 else 0 end) as bigint) as count_open_rounds,
    cast(sum(case when opened_by = 'customer' and wait_first_ms > slow_reply_ms then 1 else 0 end) as bigint) as count_slow_waits
from ranked
group by session_key, agent_id, reply_scope
