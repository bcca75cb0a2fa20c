-- grain: one agent's part of a session: its messages counted, with fragments sent within the merge gap as one turn.
-- A reply is a human message after the customer has spoken; places count the messages of the session.
with spoken as (
    select
        messages.*,
        rules.merge_gap_ms,
        lag(messages.sent_ms) over part as previous_ms,
        lag(messages.sender_kind) over part as previous_kind,
        lag(messages.agent_id) over part as previous_agent_id,
        row_number() over part as place,
        sum(case when messages.sender_kind = 'customer' then 1 else 0 end) over (
            partition by messages.session_key order by messages.sent_ms asc, messages.position asc
            rows between unbounded preceding and current row
        ) as count_customer_so_far
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
        ) as is_fragment,
        sender_kind = 'human' and count_customer_so_far > 0 as is_reply
    from spoken
),

-- Which part begins first: by time, then by position, as messages are ordered everywhere.
ordered as (
    select
        session_key,
        agent_id,
        sender_kind,
        sent_ms,
        row_number() over (partition by session_key order by sent_ms asc, position asc) as place
    from {{ ref('int_chat__session_messages') }}
),

parts as (
    select
        session_key,
        agent_id,
        min(place) as first_place,
        min(sent_ms) as first_ms,
        max(sent_ms) as last_ms,
        sum(case when sender_kind in ('robot', 'auto') then 1 else 0 end) as count_auto_messages
    from ordered
    group by session_key, agent_id
),

counted as (
    select
        session_key,
        agent_id,
        sum(case when sender_kind = 'customer' then 1 else 0 end) as count_customer_messages,
        sum(case when sender_kind = 'human' then 1 else 0 end) as count_agent_messages,
        sum(case when sender_kind = 'customer' and not is_fragment then 1 else 0 end) as count_customer_turns,
        sum(case when sender_kind = 'human' and not is_fragment then 1 else 0 end) as count_agent_turns,
        min(case when sender_kind = 'customer' then sent_ms end) as first_customer_ms,
        min(case when is_reply then place end) as first_reply_place,
        min(case when is_reply and is_placeholder is not null then place end) as first_told_reply_place,
        min(case when is_reply and not coalesce(is_placeholder, false) then place end) as first_substantive_place,
        min(case when is_reply and not coalesce(is_placeholder, false) then sent_ms end) as first_substantive_ms
    from marked
    group by session_key, agent_id
)

select
    parts.session_key,
    parts.agent_id,
    parts.first_ms,
    parts.last_ms,
    cast(coalesce(counted.count_customer_messages, 0) as bigint) as count_customer_messages,
    cast(coalesce(counted.count_agent_messages, 0) as bigint) as count_agent_messages,
    cast(coalesce(counted.count_customer_turns, 0) as bigint) as count_customer_turns,
    cast(coalesce(counted.count_agent_turns, 0) as bigint) as count_agent_turns,
    cast(parts.count_auto_messages as bigint) as count_auto_messages,
    parts.first_place,
    counted.first_customer_ms,
    counted.first_reply_place,
    counted.first_told_reply_place,
    counted.first_substantive_place,
    counted.first_substantive_ms
from parts
left join counted on parts.session_key = counted.session_key and parts.agent_id = counted.agent_id
