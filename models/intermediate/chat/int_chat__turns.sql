-- grain: one agent's part of a session: its messages counted, with fragments sent within the merge gap as one turn.
with spoken as (
    select
        messages.*,
        rules.merge_gap_ms,
        lag(messages.sent_ms) over part as previous_ms,
        lag(messages.sender_kind) over part as previous_kind,
        lag(messages.agent_id) over part as previous_agent_id
    from {{ ref('int_chat__session_messages') }} as messages
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            messages.platform = rules.platform and messages.shop_id = rules.shop_id
            and cast(messages.sent_at as date) between rules.valid_from and rules.valid_to
    where messages.sender_kind in ('customer', 'human')
    window part as (partition by messages.session_key order by messages.sent_ms asc, messages.position asc)
),

marked as (
    select
        *,
        coalesce(
            previous_kind = sender_kind and previous_agent_id = agent_id and sent_ms - previous_ms < merge_gap_ms, false
        ) as is_fragment
    from spoken
),

automatic as (
    select
        session_key,
        agent_id,
        count(*) as count_auto_messages,
        min(sent_ms) as first_ms,
        max(sent_ms) as last_ms
    from {{ ref('int_chat__session_messages') }}
    where sender_kind in ('robot', 'auto')
    group by session_key, agent_id
),

-- Which part begins first: by time, then by position, as messages are ordered everywhere.
ordered as (
    select
        session_key,
        agent_id,
        row_number() over (partition by session_key order by sent_ms asc, position asc) as place
    from {{ ref('int_chat__session_messages') }}
),

places as (
    select
        session_key,
        agent_id,
        min(place) as first_place
    from ordered
    group by session_key, agent_id
),

counted as (
    select
        session_key,
        agent_id,
        min(sent_ms) as first_ms,
        max(sent_ms) as last_ms,
        sum(case when sender_kind = 'customer' then 1 else 0 end) as count_customer_messages,
        sum(case when sender_kind = 'human' then 1 else 0 end) as count_agent_messages,
        sum(case when sender_kind = 'customer' and not is_fragment then 1 else 0 end) as count_customer_turns,
        sum(case when sender_kind = 'human' and not is_fragment then 1 else 0 end) as count_agent_turns
    from marked
    group by session_key, agent_id
)

select
    places.session_key,
    places.agent_id,
    least(coalesce(counted.first_ms, automatic.first_ms), coalesce(automatic.first_ms, counted.first_ms)) as first_ms,
    greatest(coalesce(counted.last_ms, automatic.last_ms), coalesce(automatic.last_ms, counted.last_ms)) as last_ms,
    cast(coalesce(counted.count_customer_messages, 0) as bigint) as count_customer_messages,
    cast(coalesce(counted.count_agent_messages, 0) as bigint) as count_agent_messages,
    cast(coalesce(counted.count_customer_turns, 0) as bigint) as count_customer_turns,
    cast(coalesce(counted.count_agent_turns, 0) as bigint) as count_agent_turns,
    cast(coalesce(automatic.count_auto_messages, 0) as bigint) as count_auto_messages,
    places.first_place
from places
left join counted on places.session_key = counted.session_key and places.agent_id = counted.agent_id
left join automatic on places.session_key = automatic.session_key and places.agent_id = automatic.agent_id
