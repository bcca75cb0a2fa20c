-- grain: one agent's part of a session: its messages counted, with fragments sent within the merge gap as one turn.
-- A reply is a human message after the customer has spoken; places count the messages of the session.
{%- set part = ['messages.session_no', 'messages.sent_ms asc, messages.position asc'] %}
with placed as (
    select
        messages.session_no,
        messages.session_key,
        messages.agent_id,
        messages.sender_kind,
        messages.sent_ms,
        messages.is_placeholder,
        rules.merge_gap_ms,
        row_number() over part as place,
        {{ known_before("case when messages.sender_kind in ('customer', 'human') then messages.sent_ms end", *part) }} as previous_ms,
        {{ known_before("case when messages.sender_kind in ('customer', 'human') then messages.sender_kind end", *part) }} as previous_kind,
        {{ known_before("case when messages.sender_kind in ('customer', 'human') then messages.agent_id end", *part) }} as previous_agent_id,
        sum(case when messages.sender_kind = 'customer' then 1 else 0 end) over so_far as count_customer_so_far,
        sum(case when messages.sender_kind in ('customer', 'human') then 1 else 0 end) over so_far as spoken_place
    from {{ ref('int_chat__session_messages') }} as messages
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            messages.platform = rules.platform and messages.shop_id = rules.shop_id
            and cast(messages.sent_at as date) between rules.valid_from and rules.valid_to
    window
        part as (partition by messages.session_no order by messages.sent_ms asc, messages.position asc),
        so_far as (
            partition by messages.session_no order by messages.sent_ms asc, messages.position asc rows between unbounded preceding and current row
        )
),

marked as (
    select
        *,
        coalesce(
            previous_kind = sender_kind and previous_agent_id = agent_id and sent_ms - previous_ms < merge_gap_ms, false
        ) as is_fragment,
        sender_kind = 'human' and count_customer_so_far > 0 as is_reply
    from placed
)

select
    max(session_key) as session_key,
    agent_id,
    min(sent_ms) as first_ms,
    max(sent_ms) as last_ms,
    cast(sum(case when sender_kind = 'customer' then 1 else 0 end) as bigint) as count_customer_messages,
    cast(sum(case when sender_kind = 'human' then 1 else 0 end) as bigint) as count_agent_messages,
    cast(sum(case when sender_kind = 'customer' and not is_fragment then 1 else 0 end) as bigint) as count_customer_turns,
    cast(sum(case when sender_kind = 'human' and not is_fragment then 1 else 0 end) as bigint) as count_agent_turns,
    cast(sum(case when sender_kind in ('robot', 'auto') then 1 else 0 end) as bigint) as count_auto_messages,
    -- which part begins first: by time, then by position, as messages are ordered everywhere
    min(place) as first_place,
    min(case when sender_kind = 'customer' then sent_ms end) as first_customer_ms,
    min(case when is_reply then spoken_place end) as first_reply_place,
    min(case when is_reply and is_placeholder is not null then spoken_place end) as first_told_reply_place,
    min(case when is_reply and not coalesce(is_placeholder, false) then spoken_place end) as first_substantive_place,
    min(case when is_reply and not coalesce(is_placeholder, false) then sent_ms end) as first_substantive_ms
from marked
group by session_no, agent_id
