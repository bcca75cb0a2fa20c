-- grain: one message that is part of a session (agents' messages before any customer message are part of none).
-- Where the platform gives no session: customer and agent; a customer's message after more than the gap opens a new one.
with flow as (
    select
        position,
        sent_ms,
        stream_no,
        stream_agent_no,
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

opened as (
    select
        position,
        is_native,
        max(
            case
                when not is_native and is_customer and (count_customer_so_far = 1 or sent_ms - previous_ms > session_gap_ms)
                    then sent_ms
            end
        ) over (
            partition by stream_no, stream_agent_no
            order by sent_ms asc, position asc
            rows between unbounded preceding and current row
        ) as opened_ms
    from flow
)

select
    case
        when messages.native_session_id is not null
            then {{ surrogate_key(['messages.platform', 'messages.shop_id', 'messages.native_session_id']) }}
        else {{ surrogate_key(['messages.platform', 'messages.shop_id', 'messages.customer_key', 'charged.agent_id', 'opened.opened_ms']) }}
    end as session_key,
    messages.platform,
    messages.shop_id,
    messages.customer_key,
    messages.is_customer_known,
    messages.native_session_id,
    charged.agent_id,
    charged.in_charge_agent_id,
    messages.human_agent_id,
    messages.sender_kind,
    messages.sent_at,
    messages.sent_ms,
    messages.position,
    messages.sku_id,
    messages.is_internal,
    messages.is_placeholder
from {{ ref('int_chat__messages') }} as messages
inner join {{ ref('int_chat__charged_messages') }} as charged on messages.position = charged.position
inner join opened on messages.position = opened.position
where opened.is_native or opened.opened_ms is not null
