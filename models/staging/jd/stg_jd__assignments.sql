-- grain: one agent to whom the platform gave a session, in order; this platform tells no hand-over time.
with first_agents as (
    select
        shop_id,
        native_session_id,
        agent_account,
        1 as assignment_no
    from {{ ref('base_jd__sessions') }}
    where agent_account is not null
),

receivers as (
    select
        shop_id,
        native_session_id,
        transferred_account as agent_account,
        2 as assignment_no
    from {{ ref('base_jd__sessions') }}
    where transferred_account is not null
),

combined as (
    select
        shop_id,
        native_session_id,
        agent_account,
        assignment_no
    from first_agents
    union all
    select
        shop_id,
        native_session_id,
        agent_account,
        assignment_no
    from receivers
)

select
    'jd' as platform,
    combined.shop_id,
    combined.native_session_id,
    combined.agent_account,
    cast(combined.assignment_no as bigint) as assignment_no,
    cast(null as timestamp) as assigned_at,
    case when combined.assignment_no = 2 then 'transfer' else 'direct' end as assignment_reason
from combined
left join {{ ref('ref_sender_rules') }} as robots
    on robots.platform = 'jd' and robots.match_type = 'prefix' and {{ starts_with('combined.agent_account', 'robots.pattern') }}
where robots.pattern is null
