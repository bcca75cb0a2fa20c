{#- Credited orders beside what was asked for or recommended: the body of fct_related_sale.
    credits       relation in the form of fct_order_credit
    recommended   relation in the form of int_orders__recommended_skus for the same credits -#}
{% macro related_sales(credits, recommended) %}
with credited as (
    select session_key
    from {{ credits }}
    where is_active and session_key is not null
    group by session_key
),

enquired as (
    select
        sessions.session_key,
        sessions.sku_id
    from {{ ref('fct_session') }} as sessions
    inner join credited on sessions.session_key = credited.session_key
    where sessions.sku_id is not null
    union
    -- what the customer sent; a product that the agent sends is no enquiry
    select
        messages.session_key,
        messages.sku_id
    from {{ ref('int_chat__session_messages') }} as messages
    inner join credited on messages.session_key = credited.session_key
    where messages.sku_id is not null and messages.sender_kind = 'customer'
),

asking as (
    select session_key
    from enquired
    group by session_key
),

advised as (
    select order_key
    from {{ recommended }}
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
    from {{ credits }} as credits
    inner join lines on credits.order_key = lines.order_key
    left join asking on credits.session_key = asking.session_key
    left join advised on credits.order_key = advised.order_key
    left join enquired on credits.session_key = enquired.session_key and lines.sku_id = enquired.sku_id
    left join {{ recommended }} as recommended
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
{% endmacro %}
