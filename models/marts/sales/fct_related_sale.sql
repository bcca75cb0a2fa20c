-- grain: one credited order whose enquired product is known: does it hold a line beyond that product?
with enquired as (
    select
        session_key,
        sku_id
    from {{ ref('fct_session') }}
    where sku_id is not null
    union
    select
        session_key,
        sku_id
    from {{ ref('int_chat__session_messages') }}
    where sku_id is not null
),

known as (
    select distinct session_key
    from enquired
),

lines as (
    select
        {{ surrogate_key(['platform', 'shop_id', 'order_id']) }} as order_key,
        sku_id
    from {{ ref('stg_all__order_lines') }}
    where sku_id is not null
)

select
    credits.order_key,
    bool_or(asked.sku_id is null) as has_line_beyond_enquired
from {{ ref('fct_order_credit') }} as credits
inner join lines on credits.order_key = lines.order_key
inner join known on credits.session_key = known.session_key
left join enquired as asked on credits.session_key = asked.session_key and lines.sku_id = asked.sku_id
where credits.is_active
group by credits.order_key
