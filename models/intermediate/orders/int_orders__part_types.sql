-- grain: one agent's part of a session, answered or not, told pre-sale from after-sale.
-- A platform's tag wins; else a paid and unfinished order of the buyer makes the chat after-sale.
-- The reading of common tools stands beside it: whoever bought within the after-sale days is after-sale unless he reorders.
with purchases as (
    select
        platform,
        shop_id,
        customer_key,
        order_key,
        sold_ms,
        coalesce(ended_ms, case when is_end_unknown then sold_ms + after_sale_days * 86400000 end) as ended_ms,
        case when sale_exclusion_reason is null then sold_ms + after_sale_days * 86400000 end as after_sale_until_ms,
        sale_exclusion_reason is null as is_sale
    from {{ ref('fct_order') }}
    -- a cash order that was cancelled later was open until then; without that time it never was
    where customer_key is not null and (sale_exclusion_reason is null or (sale_exclusion_reason = 'cancelled_before_payment' and ended_ms is not null))
),

history as (
    select
        parts.assignment_key,
        bool_or(purchases.ended_ms is null or purchases.ended_ms > parts.started_ms) as has_open_order,
        bool_or(coalesce(purchases.after_sale_until_ms >= parts.started_ms, false)) as is_recent_buyer,
        -- bought before: a sale strictly before the chat, however long ago
        bool_or(purchases.is_sale and parts.started_ms > purchases.sold_ms) as has_bought
    from {{ ref('fct_session_assignment') }} as parts
    inner join purchases
        on
            parts.platform = purchases.platform and parts.shop_id = purchases.shop_id
            and parts.customer_key = purchases.customer_key and parts.started_ms >= purchases.sold_ms
    group by parts.assignment_key
)

select
    parts.assignment_key,
    parts.session_key,
    parts.platform,
    parts.shop_id,
    parts.agent_id,
    parts.customer_key,
    coalesce(parts.is_customer_known, true) as is_customer_known,
    parts.business_date,
    parts.started_ms,
    case
        when parts.tagged_session_type <> 'unknown' then parts.tagged_session_type
        when coalesce(history.has_open_order, false) then 'after_sale'
        else 'pre_sale'
    end as session_type,
    coalesce(history.is_recent_buyer, false) as is_recent_buyer,
    case when coalesce(parts.is_customer_known, true) then coalesce(history.has_bought, false) end as is_old_customer,
    parts.is_replied and not parts.is_unassigned and parts.invalid_reason is null as is_answered
from {{ ref('fct_session_assignment') }} as parts
left join history on parts.assignment_key = history.assignment_key
-- what a buyer asked a robot only is no session of an agent, but a message all the same
where coalesce(parts.invalid_reason, 'robot_only') = 'robot_only'
