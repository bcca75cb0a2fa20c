-- grain: one sale of an agent: the product that the customer asked about first, its price in that month, and the band of that price.
with sales as (
    select
        orders.order_key,
        orders.platform,
        orders.shop_id,
        credits.agent_id,
        credits.session_key,
        coalesce(orders.customer_key, orders.order_key) as person_key,
        orders.sold_date,
        {{ month_start('orders.sold_date') }} as month_start,
        orders.sales_amount
    from {{ ref('fct_order') }} as orders
    inner join {{ ref('fct_order_credit') }} as credits on orders.order_key = credits.order_key
    where credits.is_active and credits.agent_id <> '(silent)' and orders.sale_exclusion_reason is null
),

selling as (
    select session_key
    from sales
    group by session_key
),

-- The platform's session list names the product with which the customer came; else the first one that he sent.
products as (
    select
        sessions.session_key,
        sessions.sku_id,
        cast(-1 as bigint) as sent_ms,
        cast(-1 as bigint) as position
    from {{ ref('fct_session') }} as sessions
    inner join selling on sessions.session_key = selling.session_key
    where sessions.sku_id is not null
    union all
    select
        messages.session_key,
        messages.sku_id,
        messages.sent_ms,
        messages.position
    from {{ ref('int_chat__session_messages') }} as messages
    inner join selling on messages.session_key = selling.session_key
    where messages.sku_id is not null and messages.sender_kind = 'customer'
),

asked as (
    select
        session_key,
        sku_id,
        row_number() over (partition by session_key order by sent_ms asc, position asc) as product_no
    from products
),

enquired as (
    select
        sales.*,
        asked.sku_id
    from sales
    left join asked on sales.session_key = asked.session_key and asked.product_no = 1
),

schemes as (
    select shop_id
    from {{ ref('ref_price_bands') }}
    where shop_id <> '*'
    group by shop_id
)

select
    enquired.order_key,
    enquired.platform,
    enquired.shop_id,
    enquired.agent_id,
    enquired.person_key,
    enquired.sold_date,
    enquired.month_start,
    enquired.sales_amount,
    enquired.sku_id as enquired_sku_id,
    prices.unit_price as enquired_unit_price,
    bands.band_no,
    case
        when enquired.sku_id is null then 'enquired_product_unknown'
        when prices.unit_price is null then 'price_unknown'
        when bands.band_no is null then 'no_band_for_the_price'
    end as exclusion_reason
from enquired
left join {{ ref('int_orders__monthly_prices') }} as prices
    on
        enquired.platform = prices.platform and enquired.shop_id = prices.shop_id
        and enquired.sku_id = prices.sku_id and enquired.month_start = prices.month_start
left join schemes on enquired.shop_id = schemes.shop_id
left join {{ ref('ref_price_bands') }} as bands
    on
        bands.shop_id = coalesce(schemes.shop_id, '*')
        and enquired.month_start between bands.valid_from and bands.valid_to
        and prices.unit_price >= bands.price_from and prices.unit_price < bands.price_below
