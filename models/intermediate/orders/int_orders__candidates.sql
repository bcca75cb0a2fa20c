-- grain: one answered chat that could have led to an order, per order.
-- Orders first: only buyers who ordered are joined to their chats.
select
    orders.order_key,
    parts.assignment_key,
    parts.session_key,
    parts.agent_id,
    parts.started_ms,
    parts.ended_ms,
    parts.count_answered_rounds,
    parts.started_ms <= orders.created_ms
    and parts.business_date between {{ add_days('orders.created_date', '1 - orders.enquiry_window_days') }} and orders.created_date as is_at_order,
    parts.started_ms <= orders.payment_event_ms
    and parts.business_date between {{ add_days('orders.payment_event_date', '1 - orders.enquiry_window_days') }} and orders.payment_event_date
        as is_at_payment,
    parts.started_ms > orders.created_ms and parts.started_ms <= orders.payment_event_ms as is_follow_up
from {{ ref('fct_order') }} as orders
inner join {{ ref('fct_session_assignment') }} as parts
    on
        orders.platform = parts.platform and orders.shop_id = parts.shop_id and orders.customer_key = parts.customer_key
        and orders.payment_event_ms >= parts.started_ms
where
    orders.order_exclusion_reason is null
    and parts.is_replied and not parts.is_unassigned and parts.invalid_reason is null
