{#- Enquiries and what became of them: the body of fct_enquiry.
    chat_types   relation in the form of int_orders__chat_types
    orders       relation in the form of fct_order, with all orders of the customers in `chat_types`
    credits      relation in the form of fct_order_credit for these orders -#}
{% macro enquiries(chat_types, orders, credits) %}
with scopes as (
    select false as is_shop
    union all
    select true as is_shop
),

chats as (
    select
        types.platform,
        types.shop_id,
        case when scopes.is_shop then '(shop)' else types.agent_id end as agent_id,
        types.customer_key,
        types.is_customer_known,
        types.business_date,
        types.started_ms,
        types.session_type,
        types.is_recent_buyer,
        types.is_old_customer
    from {{ chat_types }} as types
    cross join scopes
),

days as (
    select
        chats.platform,
        chats.shop_id,
        chats.agent_id,
        chats.customer_key,
        chats.business_date,
        rules.enquiry_rule,
        rules.enquiry_window_days,
        rules.window_applies_to,
        rules.pay_window_days,
        bool_and(coalesce(chats.is_customer_known, true)) as is_customer_known,
        bool_or(chats.session_type = 'pre_sale') as is_pre_sale,
        bool_or(not chats.is_recent_buyer) as is_new_buyer,
        min(case when chats.session_type = 'pre_sale' then chats.started_ms end) as pre_sale_started_ms,
        min(chats.started_ms) as any_started_ms,
        -- a customer only ever becomes an old one: the first of the day's chats says what he was
        bool_and(case when chats.session_type = 'pre_sale' then chats.is_old_customer end) as is_old_at_pre_sale,
        bool_and(chats.is_old_customer) as is_old_at_any
    from chats
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            chats.platform = rules.platform and chats.shop_id = rules.shop_id
            and chats.business_date between rules.valid_from and rules.valid_to
    group by
        chats.platform, chats.shop_id, chats.agent_id, chats.customer_key, chats.business_date,
        rules.enquiry_rule, rules.enquiry_window_days, rules.window_applies_to, rules.pay_window_days
),

clocked as (
    select
        *,
        case when enquiry_rule = 'chat_time' then coalesce(pre_sale_started_ms, any_started_ms) else any_started_ms end as began_ms,
        case when enquiry_rule = 'chat_time' then coalesce(is_old_at_pre_sale, is_old_at_any) else is_old_at_any end as is_old_customer,
        {{ add_days('business_date', 'enquiry_window_days - 1') }} as window_ends_on
    from days
),

outcomes as (
    select
        clocked.platform,
        clocked.shop_id,
        clocked.agent_id,
        clocked.customer_key,
        clocked.business_date,
        credits.agent_id = clocked.agent_id or (clocked.agent_id = '(shop)' and credits.agent_id <> '(silent)') as is_own,
        credits.agent_id = '(silent)' as is_silent,
        clocked.window_applies_to = 'order' or orders.payment_event_date <= clocked.window_ends_on as is_event_in_window,
        orders.sale_exclusion_reason is null
        and (orders.is_cod or orders.paid_date <= {{ add_days('clocked.window_ends_on', 'clocked.pay_window_days') }}) as is_paid,
        orders.is_shipped,
        orders.sale_exclusion_reason is null and coalesce(orders.group_status, 'completed') = 'completed' as is_grouped
    from clocked
    inner join {{ orders }} as orders
        on
            clocked.platform = orders.platform and clocked.shop_id = orders.shop_id and clocked.customer_key = orders.customer_key
            and clocked.began_ms <= orders.created_ms
            and orders.created_date between clocked.business_date and clocked.window_ends_on
    inner join {{ credits }} as credits on orders.order_key = credits.order_key and credits.is_active
),

-- Help after the order, too, concerns an order that went to a colleague.
followed_up as (
    select distinct
        parts.platform,
        parts.shop_id,
        parts.customer_key,
        parts.agent_id,
        parts.business_date
    from {{ ref('int_orders__candidates') }} as candidates
    inner join {{ ref('fct_session_assignment') }} as parts on candidates.assignment_key = parts.assignment_key
    inner join {{ credits }} as credits
        on candidates.order_key = credits.order_key and credits.is_active and candidates.agent_id <> credits.agent_id
    where candidates.is_follow_up and credits.agent_id <> '(silent)'
),

reached as (
    select
        platform,
        shop_id,
        agent_id,
        customer_key,
        business_date,
        bool_or(true) as has_order,
        bool_or(is_own) as is_ordered,
        bool_or(is_own and is_event_in_window and is_paid) as is_paid,
        bool_or(is_own and is_shipped) as is_shipped,
        bool_or(is_own and is_grouped) as is_grouped,
        bool_or(not is_own and not is_silent) as is_credited_to_colleague
    from outcomes
    group by platform, shop_id, agent_id, customer_key, business_date
)

select
    {{ surrogate_key(['clocked.platform', 'clocked.shop_id', 'clocked.agent_id', 'clocked.customer_key', 'clocked.business_date']) }} as enquiry_key,
    clocked.platform,
    clocked.shop_id,
    clocked.agent_id,
    clocked.customer_key,
    clocked.is_customer_known,
    clocked.business_date,
    clocked.began_ms,
    clocked.is_pre_sale as is_enquiry_at_chat_time,
    clocked.is_new_buyer or coalesce(reached.has_order, false) as is_enquiry_by_tools,
    case
        when clocked.enquiry_rule = 'chat_time' then clocked.is_pre_sale
        else clocked.is_new_buyer or coalesce(reached.has_order, false)
    end as is_enquiry,
    clocked.is_old_customer,
    coalesce(reached.has_order, false) as has_order_in_window,
    coalesce(reached.is_ordered, false) as is_ordered,
    coalesce(reached.is_paid, false) as is_paid,
    coalesce(reached.is_shipped, false) as is_shipped,
    coalesce(reached.is_grouped, false) as is_grouped,
    (coalesce(reached.is_credited_to_colleague, false) or followed_up.agent_id is not null) and not coalesce(reached.is_ordered, false)
        as is_credited_to_colleague
from clocked
left join reached
    on
        clocked.platform = reached.platform and clocked.shop_id = reached.shop_id and clocked.agent_id = reached.agent_id
        and clocked.customer_key = reached.customer_key and clocked.business_date = reached.business_date
left join followed_up
    on
        clocked.platform = followed_up.platform and clocked.shop_id = followed_up.shop_id and clocked.agent_id = followed_up.agent_id
        and clocked.customer_key = followed_up.customer_key and clocked.business_date = followed_up.business_date
{% endmacro %}
