-- grain: one agent to whom a session of the exchange format was given, in order.
-- The assignments file tells the hand-over times; a session that stands there takes nothing from the sessions file.
with dated as (
    {{ exchange_rows('exchange_assignments') }}
),

timed as (
    select
        known_platform as platform,
        shop_id,
        session_id as native_session_id,
        agent_account,
        cast(assigned_at as timestamp) as assigned_at,
        reason
    from dated
    where recency = 1
),

sessions as (
    {{ exchange_rows('exchange_sessions') }}
),

untimed as (
    select
        known_platform as platform,
        shop_id,
        session_id as native_session_id,
        agent_account,
        1 as assignment_no
    from sessions
    where recency = 1 and agent_account is not null
    union all
    select
        known_platform as platform,
        shop_id,
        session_id as native_session_id,
        transferred_to as agent_account,
        2 as assignment_no
    from sessions
    where recency = 1 and transferred_to is not null and transferred_to is distinct from agent_account
),

known as (
    select distinct
        platform,
        shop_id,
        native_session_id
    from timed
),

numbered as (
    select
        timed.*,
        row_number() over (
            partition by timed.platform, timed.shop_id, timed.native_session_id
            order by timed.assigned_at asc, timed.agent_account asc
        ) as assignment_no
    from timed
)

select
    platform,
    shop_id,
    native_session_id,
    agent_account,
    cast(assignment_no as bigint) as assignment_no,
    assigned_at,
    coalesce(reason, case when assignment_no = 1 then 'direct' else 'transfer' end) as assignment_reason
from numbered
union all
select
    untimed.platform,
    untimed.shop_id,
    untimed.native_session_id,
    untimed.agent_account,
    cast(untimed.assignment_no as bigint) as assignment_no,
    cast(null as timestamp) as assigned_at,
    case when untimed.assignment_no = 1 then 'direct' else 'transfer' end as assignment_reason
from untimed
left join known
    on
        untimed.platform = known.platform and untimed.shop_id = known.shop_id
        and untimed.native_session_id = known.native_session_id
where known.native_session_id is null
