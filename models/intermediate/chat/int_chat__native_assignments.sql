-- grain: one agent to whom a platform gave a session, with the interval in which the agent had it.
-- Without a known hand-over time both ends are NULL.
with people as (
    select
        assignments.platform,
        assignments.shop_id,
        assignments.native_session_id,
        coalesce(roster.agent_id, {{ public_name('assignments.agent_account') }}) as agent_id,
        assignments.assignment_no,
        {{ epoch_ms('assignments.assigned_at') }} as assigned_ms,
        assignments.assignment_reason
    from {{ ref('stg_all__assignments') }} as assignments
    left join {{ ref('stg_all__sessions') }} as sessions
        on
            assignments.platform = sessions.platform and assignments.shop_id = sessions.shop_id
            and assignments.native_session_id = sessions.native_session_id
    {{ join_roster(
        'roster', 'assignments', 'assignments.agent_account',
        "cast(coalesce(assignments.assigned_at, sessions.started_at, date '2000-01-01') as date)"
    ) }}
    where coalesce(roster.role, 'agent') <> 'robot'
)

select
    platform,
    shop_id,
    native_session_id,
    {{ surrogate_key(['platform', 'shop_id', 'native_session_id']) }} as session_key,
    agent_id,
    assignment_no,
    assigned_ms,
    assignment_reason,
    -- what was said before the first hand-over belongs to the first agent
    case when assigned_ms is not null and row_number() over earlier = 1 then cast(-9000000000000000 as bigint) else assigned_ms end as holds_from_ms,
    case when assigned_ms is not null then coalesce(lead(assigned_ms) over earlier, cast(9000000000000000 as bigint)) end as holds_until_ms,
    row_number() over earlier = 1 as is_first,
    row_number() over later = 1 as is_final
from people
window
    earlier as (partition by platform, shop_id, native_session_id order by assignment_no asc),
    later as (partition by platform, shop_id, native_session_id order by assignment_no desc)
