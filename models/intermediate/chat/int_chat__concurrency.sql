-- grain: one agent's part of a session (or a session, agent_id '(shop)'): how many were open at the moment it began.
with open_parts as (
    select
        session_key,
        agent_id,
        platform,
        shop_id,
        started_ms,
        ended_ms
    from {{ ref('fct_session_assignment') }}
    where invalid_reason is null and not is_unassigned
    union all
    select
        session_key,
        '(shop)' as agent_id,
        platform,
        shop_id,
        started_ms,
        {{ epoch_ms('ended_at') }} as ended_ms
    from {{ ref('fct_session') }}
    where invalid_reason is null
),

-- at the same instant a beginning comes before an end: both are open
edges as (
    select
        session_key,
        agent_id,
        platform,
        shop_id,
        started_ms as at_ms,
        1 as step,
        0 as edge_order
    from open_parts
    union all
    select
        session_key,
        agent_id,
        platform,
        shop_id,
        greatest(ended_ms, started_ms) as at_ms,
        -1 as step,
        1 as edge_order
    from open_parts
),

running as (
    select
        *,
        sum(step) over (
            partition by platform, shop_id, agent_id
            order by at_ms asc, edge_order asc, session_key asc
            rows between unbounded preceding and current row
        ) as count_open
    from edges
)

select
    session_key,
    agent_id,
    cast(count_open as bigint) as count_open
from running
where step = 1
