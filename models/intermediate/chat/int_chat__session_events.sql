-- grain: one hand-over or offline-message line of a chat, with the session it speaks of.
with events as (
    select
        messages.platform,
        messages.shop_id,
        messages.customer_key,
        messages.system_event,
        messages.target_agent_id,
        messages.sent_ms,
        messages.position,
        rules.session_gap_ms
    from {{ ref('int_chat__messages') }} as messages
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            messages.platform = rules.platform and messages.shop_id = rules.shop_id
            and cast(messages.sent_at as date) between rules.valid_from and rules.valid_to
    where messages.system_event is not null
),

sessions as (
    select
        session_key,
        platform,
        shop_id,
        customer_key,
        agent_id,
        min(sent_ms) as started_ms,
        max(sent_ms) as ended_ms
    from {{ ref('int_chat__session_messages') }}
    where native_session_id is null
    group by session_key, platform, shop_id, customer_key, agent_id
),

pairs as (
    select
        events.*,
        sessions.session_key,
        sessions.agent_id,
        sessions.started_ms,
        sessions.started_ms <= events.sent_ms as is_before,
        row_number() over (
            partition by events.platform, events.shop_id, events.customer_key, events.position, sessions.started_ms <= events.sent_ms
            order by abs(events.sent_ms - sessions.started_ms) asc
        ) as distance_rank
    from events
    inner join sessions
        on
            events.platform = sessions.platform and events.shop_id = sessions.shop_id and events.customer_key = sessions.customer_key
            -- a customer is handed over by a colleague whose chat with him has not ended for longer than the session gap
            and (
                events.system_event <> 'transfer'
                or (
                    events.sent_ms >= sessions.started_ms and events.sent_ms - sessions.ended_ms <= events.session_gap_ms
                    and sessions.agent_id <> coalesce(events.target_agent_id, '~')
                )
            )
),

targets as (
    select
        events.platform,
        events.shop_id,
        events.customer_key,
        events.position,
        sessions.session_key,
        row_number() over (
            partition by events.platform, events.shop_id, events.customer_key, events.position
            order by abs(events.sent_ms - sessions.started_ms) asc
        ) as distance_rank
    from events
    inner join sessions
        on
            events.platform = sessions.platform and events.shop_id = sessions.shop_id and events.customer_key = sessions.customer_key
            and events.target_agent_id = sessions.agent_id and events.sent_ms <= sessions.ended_ms
    -- a robot that passes a customer on is no colleague: without a person who hands over there is nothing received
    inner join pairs as givers
        on
            events.platform = givers.platform and events.shop_id = givers.shop_id and events.customer_key = givers.customer_key
            and events.position = givers.position and givers.is_before and givers.distance_rank = 1
    where events.system_event = 'transfer'
),

labelled as (
    select
        session_key,
        'transferred_out' as event_kind,
        sent_ms
    from pairs
    where system_event = 'transfer' and is_before and distance_rank = 1
    union all
    select
        session_key,
        'transferred_in' as event_kind,
        cast(null as bigint) as sent_ms
    from targets
    where distance_rank = 1
    union all
    -- the line stands in the chat that it allocates: the session begun last before it, else the first one after it
    select
        pairs.session_key,
        'leave_message' as event_kind,
        cast(null as bigint) as sent_ms
    from pairs
    where pairs.system_event = 'leave_message' and pairs.distance_rank = 1 and pairs.is_before
    union all
    select
        pairs.session_key,
        'leave_message' as event_kind,
        cast(null as bigint) as sent_ms
    from pairs
    left join pairs as earlier
        on
            pairs.platform = earlier.platform and pairs.shop_id = earlier.shop_id
            and pairs.customer_key = earlier.customer_key and pairs.position = earlier.position and earlier.is_before
    where pairs.system_event = 'leave_message' and pairs.distance_rank = 1 and not pairs.is_before and earlier.session_key is null
)

select
    session_key,
    max(case when event_kind = 'transferred_out' then 1 else 0 end) = 1 as is_transferred_out,
    min(sent_ms) as transferred_out_ms,
    max(case when event_kind = 'transferred_in' then 1 else 0 end) = 1 as is_transferred_in,
    max(case when event_kind = 'leave_message' then 1 else 0 end) = 1 as is_leave_message
from labelled
group by session_key
