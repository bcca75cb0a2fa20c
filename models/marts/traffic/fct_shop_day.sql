-- grain: one shop and day whose visitors are known: how many of them consulted, asked before buying, and bought.
-- A person counts once a day. Buyers stand on the day of their sale; a buyer whom the export masks is one per order.
with asked as (
    select
        sessions.platform,
        sessions.shop_id,
        sessions.business_date,
        sessions.customer_key as person_key,
        bool_or(coalesce(parts.session_type = 'pre_sale', false)) as is_pre_sale,
        bool_and(coalesce(sessions.is_customer_known, true)) as is_known
    from {{ ref('fct_session') }} as sessions
    left join {{ ref('int_orders__part_types') }} as parts on sessions.session_key = parts.session_key
    where sessions.invalid_reason is null
    group by sessions.platform, sessions.shop_id, sessions.business_date, sessions.customer_key
),

bought as (
    select
        platform,
        shop_id,
        sold_date as business_date,
        coalesce(customer_key, order_key) as person_key,
        bool_and(not is_customer_unknown) as is_known
    from {{ ref('fct_order') }}
    where sale_exclusion_reason is null
    group by platform, shop_id, sold_date, coalesce(customer_key, order_key)
),

persons as (
    select
        coalesce(asked.platform, bought.platform) as platform,
        coalesce(asked.shop_id, bought.shop_id) as shop_id,
        coalesce(asked.business_date, bought.business_date) as business_date,
        asked.person_key is not null as has_consulted,
        coalesce(asked.is_pre_sale, false) as has_enquired,
        bought.person_key is not null as has_bought,
        coalesce(asked.is_known, true) and coalesce(bought.is_known, true) as is_known
    from asked
    full outer join bought
        on
            asked.platform = bought.platform and asked.shop_id = bought.shop_id
            and asked.business_date = bought.business_date and asked.person_key = bought.person_key
),

days as (
    select
        platform,
        shop_id,
        business_date,
        count(*) as count_persons,
        sum(case when has_consulted then 1 else 0 end) as count_consulting_customers,
        sum(case when has_enquired then 1 else 0 end) as count_pre_sale_customers,
        sum(case when has_bought then 1 else 0 end) as count_buyers,
        sum(case when has_bought and has_enquired then 1 else 0 end) as count_pre_sale_buyers,
        bool_and(is_known) as is_everybody_known
    from persons
    group by platform, shop_id, business_date
)

select
    traffic.traffic_key,
    traffic.platform,
    traffic.shop_id,
    '(shop)' as agent_id,
    traffic.business_date,
    traffic.visitors,
    traffic.visitors_basis,
    cast(coalesce(days.count_consulting_customers, 0) as bigint) as count_consulting_customers,
    cast(coalesce(days.count_pre_sale_customers, 0) as bigint) as count_pre_sale_customers,
    cast(coalesce(days.count_buyers, 0) as bigint) as count_buyers,
    cast(coalesce(days.count_pre_sale_buyers, 0) as bigint) as count_pre_sale_buyers,
    coalesce(days.is_everybody_known, true) as is_everybody_known,
    -- chats and orders without a visit of that day, or a total that is none
    coalesce(days.count_persons, 0) > traffic.visitors as has_more_persons_than_visitors
from {{ ref('fct_traffic_day') }} as traffic
left join days
    on traffic.platform = days.platform and traffic.shop_id = days.shop_id and traffic.business_date = days.business_date
where traffic.visitors is not null
