-- grain: one served customer: customer, agent and business day (agent_id '(shop)' = the customer's day with the shop as a whole).
-- Served = an answered chat that counts as received under the shop's own rules. The dates tell what the customer did afterwards.
with served as (
    select
        {{ surrogate_key(['units.platform', 'units.shop_id', 'units.agent_id', 'units.customer_key', 'units.business_date']) }} as service_key,
        units.platform,
        units.shop_id,
        units.agent_id,
        units.customer_key,
        units.business_date,
        bool_and(coalesce(sessions.is_customer_known, true) and units.customer_key is not null) as is_customer_known,
        min(units.started_ms) as served_ms
    from {{ ref('fct_session_unit') }} as units
    inner join {{ ref('fct_session') }} as sessions on units.session_key = sessions.session_key
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            units.platform = rules.platform and units.shop_id = rules.shop_id
            and units.business_date between rules.valid_from and rules.valid_to
    where
        units.invalid_reason is null and units.is_replied and units.agent_id <> '(unassigned)'
        and not (units.leaves_by_transfer and rules.exclude_transferred_out)
        and not (units.is_leave_message and rules.exclude_leave_message)
    group by units.platform, units.shop_id, units.agent_id, units.customer_key, units.business_date
),

activities as (
    select
        platform,
        shop_id,
        customer_key,
        business_date as active_date
    from {{ ref('fct_session') }}
    where invalid_reason is null
    union
    select
        platform,
        shop_id,
        customer_key,
        created_date as active_date
    from {{ ref('fct_order') }}
    where order_exclusion_reason is null and customer_key is not null
),

-- the day of a service is a day of activity itself, so that its next one needs no search
active_days as (
    select
        platform,
        shop_id,
        customer_key,
        active_date,
        lead(active_date) over (partition by platform, shop_id, customer_key order by active_date asc) as next_active_date
    from activities
),

bought_again as (
    select
        served.service_key,
        min(purchases.sold_date) as again_date,
        min(case when purchases.is_same_product_again then purchases.sold_date end) as same_product_again_date,
        min(case when purchases.is_product_unknown then purchases.sold_date end) as unknown_product_again_date
    from served
    inner join {{ ref('int_orders__purchases') }} as purchases
        on
            served.platform = purchases.platform and served.shop_id = purchases.shop_id and served.customer_key = purchases.customer_key
            and served.served_ms < purchases.sold_ms
    where purchases.is_again
    group by served.service_key
)

select
    served.service_key,
    served.platform,
    served.shop_id,
    served.agent_id,
    served.customer_key,
    served.is_customer_known,
    served.business_date,
    served.served_ms,
    active_days.next_active_date,
    bought_again.again_date,
    bought_again.same_product_again_date,
    bought_again.unknown_product_again_date
from served
left join active_days
    on
        served.platform = active_days.platform and served.shop_id = active_days.shop_id
        and served.customer_key = active_days.customer_key and served.business_date = active_days.active_date
left join bought_again on served.service_key = bought_again.service_key
