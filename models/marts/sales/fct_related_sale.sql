-- grain: one credited order: does it hold a line beyond the enquired product, or one that the agent had recommended?
-- Told where the enquired product is known or the agent recommended something; one order is related once, by whichever reading.
with enquired as (
    select
        session_key,
        sku_id
    from {{ ref('fct_session') }}
    where sku_id is not null
    union
    -- what the customer sent; a product that the agent sends is no enquiry
    select
        session_key,
        sku_id
    from {{ ref('int_chat__session_messages') }}
    where sku_id is not null and sender_kind = 'customer'
),

asking as (
    select session_key
    from enquired
    group by session_key
),

advised as (
    select order_key
    from {{ ref('int_orders__recommended_skus') }}
    group by order_key
),

lines as (
    select
        {{ surrogate_key(['platform', 'shop_id', 'order_id']) }} as order_key,
        sku_id
    from {{ ref('stg_all__order_lines') }}
    where sku_id is not null
),

told as (
    select
        credits.order_key,
        case when asking.session_key is not null then bool_or(enquired.sku_id is null) end as has_line_beyond_enquired,
        case when advised.order_key is not null then bool_or(recommended.sku_id is not null and enquired.sku_id is null) end as has_recommended_line
    from {{ ref('fct_order_credit') }} as credits
    inner join lines on credits.order_key = lines.order_key
    left join asking on credits.session_key = asking.session_key
    left join advised on credits.order_key = advised.order_key
    left join enquired on credits.session_key = enquired.session_key and lines.sku_id = enquired.sku_id
    left join {{ ref('int_orders__recommended_skus') }} as recommended
        on credits.order_key = recommended.order_key and lines.sku_id = recommended.sku_id
    where credits.is_active and (asking.session_key is not null or advised.order_key is not null)
    group by credits.order_key, asking.session_key, advised.order_key
)

select
    order_key,
    has_line_beyond_enquired,
    has_recommended_line,
    coalesce(has_line_beyond_enquired, false) or coalesce(has_recommended_line, false) as has_related_line
from told
