-- grain: one order of a customer of whom a review changes the credit of an order: only their figures can differ.
-- An order whose buyer the export masks stands for itself.
with customers as (
    select distinct
        orders.platform,
        orders.shop_id,
        coalesce(orders.customer_key, orders.order_key) as person_key
    from {{ ref('fct_order_credit') }} as credits
    inner join {{ ref('fct_order') }} as orders on credits.order_key = orders.order_key
    where
        credits.review_key is not null
        -- a rejected order that was nobody's already loses its helpers
        and (credits.agent_id <> credits.rule_agent_id or coalesce(credits.silent_reason, '-') <> coalesce(credits.rule_silent_reason, '-'))
)

select orders.*
from {{ ref('fct_order') }} as orders
inner join customers
    on
        orders.platform = customers.platform and orders.shop_id = customers.shop_id
        and coalesce(orders.customer_key, orders.order_key) = customers.person_key
