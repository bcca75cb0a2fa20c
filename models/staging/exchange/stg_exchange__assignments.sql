-- grain: one agent to whom a session of the exchange format was given, in order.
-- The assignments file tells the hand-over times; a session that stands there takes nothing from the sessions file.
with shops as (
    select
        shop_id,
        platform
    from {{ ref('stg_landing__shops') }}
    where is_default_platform
),

ranked as (
    select
        *,
        row_number() over (
            partition by shop_id, platform, session_id, agent_account, assigned_at
            order by export_rank desc, source_file desc, source_row desc
        ) as recency
    from {{ source('landing', 'exchange_assignments') }}
),

timed as (
    select
        coalesce(ranked.platform, shops.platform, 'other') as platform,
        ranked.shop_id,
        ranked.session_id as native_session_id,
        ranked.agent_account,
        row_number() over (
            partition by coalesce(ranked.platform, shops.platform, 'other'), ranked.shop_id, ranked.session_id
            order by ranked.assigned_at asc, ranked.source_row asc
        ) as assignment_no,
        cast(ranked.assigned_at as timestamp) as assigned_at,
        ranked.reason
    from ranked
    left join shops on ranked.shop_id = shops.shop_id
    where ranked.recency = 1
),

known as (
    select distinct
        platform,
        shop_id,
        native_session_id
    from timed
),

sessions as (
    select
        *,
        row_number() over (
            partition by shop_id, platform, session_id
            order by export_rank desc, source_file desc, source_row desc
        ) as recency
    from {{ source('landing', 'exchange_sessions') }}
),

untimed as (
    select
        coalesce(sessions.platform, shops.platform, 'other') as platform,
        sessions.shop_id,
        sessions.session_id as native_session_id,
        sessions.agent_account,
        1 as assignment_no
    from sessions
    left join shops on sessions.shop_id = shops.shop_id
    where sessions.recency = 1 and sessions.agent_account is not null
    union all
    select
        coalesce(sessions.platform, shops.platform, 'other') as platform,
        sessions.shop_id,
        sessions.session_id as native_session_id,
        sessions.transferred_to as agent_account,
        2 as assignment_no
    from sessions
    left join shops on sessions.shop_id = shops.shop_id
    where sessions.recency = 1 and sessions.transferred_to is not null
)

select
    platform,
    shop_id,
    native_session_id,
    agent_account,
    cast(assignment_no as bigint) as assignment_no,
    assigned_at,
    coalesce(reason, case when assignment_no = 1 then 'direct' else 'transfer' end) as assignment_reason
from timed
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
