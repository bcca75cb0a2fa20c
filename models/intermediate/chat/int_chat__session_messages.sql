-- grain: one message that is part of a session (agents' messages before any customer message are part of none).
-- Where the platform gives no session: customer and agent; a customer's message after more than the gap opens a new one.
-- session_no is the position of the message that opens the session: what is sorted and counted by session goes by it, and
-- the long key is made once per session.
with flow as (
    select
        position,
        sent_ms,
        stream_no,
        stream_agent_no,
        agent_id,
        in_charge_agent_id,
        is_native,
        is_customer,
        session_gap_ms,
        lag(sent_ms) over (partition by stream_no, stream_agent_no order by sent_ms asc, position asc) as previous_ms,
        sum(case when is_customer then 1 else 0 end) over (
            partition by stream_no, stream_agent_no
            order by sent_ms asc, position asc
            rows between unbounded preceding and current row
        ) as count_customer_so_far
    from {{ ref('int_chat__charged_messages') }}
),

opening as (
    select
        *,
        case
            when is_native and previous_ms is null then position
            when not is_native and is_customer and (count_customer_so_far = 1 or sent_ms - previous_ms > session_gap_ms) then position
        end as opening_position
    from flow
),

opened as (
    select
        position,
        agent_id,
        in_charge_agent_id,
        {{ previous_known('opening_position', 'stream_no, stream_agent_no', 'sent_ms asc, position asc') }} as session_no
    from opening
),

sessions as (
    select
        opening.position as session_no,
        case
            when messages.native_session_id is not null
                then {{ surrogate_key(['messages.platform', 'messages.shop_id', 'messages.native_session_id']) }}
            else {{ surrogate_key(['messages.platform', 'messages.shop_id', 'messages.customer_key', 'opening.agent_id', 'opening.sent_ms']) }}
        end as session_key
    from opening
    inner join {{ ref('int_chat__messages') }} as messages on opening.opening_position = messages.position
)

select
    sessions.session_key,
    opened.session_no,
    messages.platform,
    messages.shop_id,
    messages.customer_key,
    messages.is_customer_known,
    messages.native_session_id,
    opened.agent_id,
    opened.in_charge_agent_id,
    messages.human_agent_id,
    messages.sender_kind,
    messages.sent_at,
    messages.sent_ms,
    messages.position,
    messages.sku_id,
    messages.is_internal,
    messages.is_placeholder
from {{ ref('int_chat__messages') }} as messages
inner join opened on messages.position = opened.position
inner join sessions on opened.session_no = sessions.session_no
