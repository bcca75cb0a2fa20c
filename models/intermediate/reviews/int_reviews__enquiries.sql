-- grain: one enquiry of a customer of int_reviews__orders by the rules alone.
with customers as (
    select distinct
        platform,
        shop_id,
        customer_key
    from {{ ref('int_reviews__orders') }}
    where customer_key is not null
),

chats as (
    select types.*
    from {{ ref('int_orders__chat_types') }} as types
    inner join customers
        on types.platform = customers.platform and types.shop_id = customers.shop_id and types.customer_key = customers.customer_key
),

found as (
    {{ enquiries('chats', ref('int_reviews__orders'), ref('int_reviews__credits')) | indent(4) }}
)

select *
from found
