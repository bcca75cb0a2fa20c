-- grain: one order line of the exchange format, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_order_lines') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    ranked.order_id,
    ranked.line_id,
    ranked.sku_id,
    cast(ranked.quantity as bigint) as quantity,
    cast(ranked.amount as decimal(18, 2)) as line_amount
from ranked
where ranked.recency = 1
