-- grain: one unit of a customer of int_reviews__orders evaluated for one KPI, with the reviews ('reviewed') and as if there were none ('exported').
with customers as (
    select distinct
        platform,
        shop_id,
        customer_key
    from {{ ref('int_reviews__orders') }}
),

enquired as (
    select enquiries.*
    from {{ ref('fct_enquiry') }} as enquiries
    inner join customers
        on
            enquiries.platform = customers.platform and enquiries.shop_id = customers.shop_id
            and enquiries.customer_key = customers.customer_key
),

assisted as (
    select assists.*
    from {{ ref('fct_order_assist') }} as assists
    inner join {{ ref('int_reviews__orders') }} as orders on assists.order_key = orders.order_key
),
{%- set parts = {
    'reviewed_orders': order_units(ref('int_reviews__orders'), ref('fct_order_credit'), ref('fct_related_sale')),
    'reviewed_enquiries': enquiry_units('enquired'),
    'reviewed_assists': assist_units('assisted'),
    'exported_orders': order_units(ref('int_reviews__orders'), ref('int_reviews__credits'), ref('int_reviews__related_sales')),
    'exported_enquiries': enquiry_units(ref('int_reviews__enquiries')),
    'exported_assists': assist_units(ref('int_reviews__assists')),
} %}
{%- for name, units in parts.items() %}

{{ name }} as (
    {{ units | indent(4) }}
){{ ',' if not loop.last }}
{%- endfor %}
{% for name in parts %}
select
    '{{ name.split('_')[0] }}' as figure_basis,
    units.*
from {{ name }} as units
{{ 'union all' if not loop.last }}
{%- endfor %}
