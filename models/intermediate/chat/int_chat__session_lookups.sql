-- grain: one agent's part of a session during which he looked something up: the customer's profile or the knowledge base.
-- An event that names no session belongs to the agent's chat with that customer begun last before it and not over for longer
-- than the session gap.
with events as (
    select
        platform,
        shop_id,
        event_id,
        'profile' as looked_up,
        agent_account,
        native_session_id,
        customer_key,
        happened_at
    from {{ ref('stg_exchange__ui_events') }}
    where event_kind = 'profile_open'
    union all
    select
        platform,
        shop_id,
        event_id,
        'knowledge' as looked_up,
        agent_account,
        native_session_id,
        customer_key,
        happened_at
    from {{ ref('stg_exchange__kb_events') }}
    where event_kind in ('hit', 'insert')
),

people as (
    select
        events.*,
        coalesce(roster.agent_id, {{ public_name('events.agent_account') }}) as agent_id,
        {{ epoch_ms('events.happened_at') }} as happened_ms,
        rules.session_gap_ms,
        case
            when events.native_session_id is not null
                then {{ surrogate_key(['events.platform', 'events.shop_id', 'events.native_session_id']) }}
        end as native_session_key
    from events
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            events.platform = rules.platform and events.shop_id = rules.shop_id
            and cast(events.happened_at as date) between rules.valid_from and rules.valid_to
    {{ join_roster('roster', 'events', 'events.agent_account', 'cast(events.happened_at as date)') }}
),

found as (
    select
        people.looked_up,
        people.happened_ms,
        parts.session_key,
        parts.agent_id,
        row_number() over (
            partition by people.platform, people.shop_id, people.looked_up, people.event_id
            order by parts.started_ms desc, parts.session_key asc
        ) as recency
    from people
    inner join {{ ref('fct_session_assignment') }} as parts
        on
            people.platform = parts.platform and people.shop_id = parts.shop_id and people.agent_id = parts.agent_id
            and (
                people.native_session_key = parts.session_key
                or (
                    people.native_session_key is null and people.customer_key = parts.customer_key
                    and people.happened_ms >= parts.started_ms and people.happened_ms - parts.ended_ms <= people.session_gap_ms
                )
            )
)

select
    session_key,
    agent_id,
    min(case when looked_up = 'profile' then happened_ms end) as profile_opened_ms,
    bool_or(looked_up = 'knowledge') as has_kb_hit
from found
where recency = 1
group by session_key, agent_id
