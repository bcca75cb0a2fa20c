-- grain: one order placed outside the promised hours: was it unpaid when the shop opened, and when was its buyer written to?
with placed as (
    select
        orders.order_key,
        orders.platform,
        orders.shop_id,
        orders.customer_key,
        orders.is_customer_unknown,
        orders.is_cod,
        orders.created_ms,
        orders.paid_ms,
        {{ epoch_ms('orders.closed_at') }} as closed_ms,
        case
            when {{ ms_of_day('orders.created_ms') }} < rules.promised_start_ms then cast(orders.created_at as date)
            else {{ add_days('cast(orders.created_at as date)', 1) }}
        end as morning_date
    from {{ ref('fct_order') }} as orders
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            orders.platform = rules.platform and orders.shop_id = rules.shop_id
            and cast(orders.created_at as date) between rules.valid_from and rules.valid_to
    where
        orders.order_exclusion_reason is null
        and not {{ is_in_hours('orders.created_ms', 'rules.promised_start_ms', 'rules.promised_end_ms') }}
),

-- the hours that hold in the morning say when the shop opens
opened as (
    select
        placed.*,
        {{ epoch_ms('cast(placed.morning_date as timestamp)') }} + rules.promised_start_ms as opened_ms
    from placed
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            placed.platform = rules.platform and placed.shop_id = rules.shop_id
            and placed.morning_date between rules.valid_from and rules.valid_to
),

mornings as (
    select
        platform,
        shop_id,
        morning_date,
        min(opened_ms) as opened_ms
    from opened
    group by platform, shop_id, morning_date
),

chat_days as (
    select
        platform,
        shop_id,
        cast(min(sent_at) as date) as first_date,
        cast(max(sent_at) as date) as last_date
    from {{ ref('int_chat__messages') }}
    group by platform, shop_id
),

written as (
    select
        mornings.platform,
        mornings.shop_id,
        mornings.morning_date,
        messages.customer_key,
        messages.is_customer_known,
        min(messages.sent_ms) as written_ms
    from mornings
    inner join {{ ref('int_chat__messages') }} as messages
        on
            mornings.platform = messages.platform and mornings.shop_id = messages.shop_id
            and mornings.morning_date = cast(messages.sent_at as date) and mornings.opened_ms <= messages.sent_ms
    where messages.human_agent_id is not null
    group by mornings.platform, mornings.shop_id, mornings.morning_date, messages.customer_key, messages.is_customer_known
),

-- a chat with a masked buyer may be the one with this buyer
masked as (
    select
        platform,
        shop_id,
        morning_date,
        min(written_ms) as written_ms
    from written
    where not is_customer_known
    group by platform, shop_id, morning_date
)

select
    opened.order_key,
    opened.platform,
    opened.shop_id,
    cast(null as {{ dbt.type_string() }}) as agent_id,
    opened.customer_key,
    not opened.is_customer_unknown as is_customer_known,
    opened.is_cod,
    opened.created_ms,
    opened.morning_date,
    opened.opened_ms,
    coalesce(opened.paid_ms <= opened.opened_ms, false) as is_paid_by_opening,
    coalesce(opened.closed_ms <= opened.opened_ms, false) as is_closed_by_opening,
    coalesce(opened.morning_date between chat_days.first_date and chat_days.last_date, false) as is_chat_told,
    written.written_ms,
    masked.written_ms as masked_written_ms
from opened
left join chat_days on opened.platform = chat_days.platform and opened.shop_id = chat_days.shop_id
left join written
    on
        opened.platform = written.platform and opened.shop_id = written.shop_id and opened.morning_date = written.morning_date
        and opened.customer_key = written.customer_key and written.is_customer_known
left join masked
    on opened.platform = masked.platform and opened.shop_id = masked.shop_id and opened.morning_date = masked.morning_date
