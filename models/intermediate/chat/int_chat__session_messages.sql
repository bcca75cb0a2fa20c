-- grain: one message that is part of a session (agents' messages before any customer message are part of none).
-- Where the platform gives no session: customer and agent; a customer's message after more than the gap opens a new one.
with flow as (
    select
        *,
        lag(sent_ms) over stream as previous_ms,
        sum(case when sender_kind = 'customer' then 1 else 0 end) over stream as count_customer_so_far
    from {{ ref('int_chat__charged_messages') }}
    window stream as (
        partition by platform, shop_id, coalesce(native_session_id, customer_key), case when native_session_id is null then agent_id end
        order by sent_ms asc, position asc
        rows between unbounded preceding and current row
    )
),

opened as (
    select
        *,
        max(
            case
                when native_session_id is null and sender_kind = 'customer' and (count_customer_so_far = 1 or sent_ms - previous_ms > session_gap_ms)
                    then sent_ms
            end
        ) over (
            partition by platform, shop_id, coalesce(native_session_id, customer_key), case when native_session_id is null then agent_id end
            order by sent_ms asc, position asc
            rows between unbounded preceding and current row
        ) as opened_ms
    from flow
),

keyed as (
    select
        case
            when native_session_id is not null then {{ surrogate_key(['platform', 'shop_id', 'native_session_id']) }}
            else {{ surrogate_key(['platform', 'shop_id', 'customer_key', 'agent_id', 'opened_ms']) }}
        end as session_key,
        platform,
        shop_id,
        customer_key,
        is_customer_known,
        native_session_id,
        agent_id,
        in_charge_agent_id,
        human_agent_id,
        sender_kind,
        sent_at,
        sent_ms,
        position,
        sku_id,
        is_internal,
        is_placeholder
    from opened
    where native_session_id is not null or opened_ms is not null
)

select * from keyed
