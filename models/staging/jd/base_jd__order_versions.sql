-- grain: one landed row (one SKU) of an order; recency 1 is its newest version.
{{ newest_order_rows('jd_orders', none, {
    'sku_id': 'rows_.sku_id',
    'list_price': 'cast(rows_.list_price as decimal(18, 2))',
    'quantity': 'cast(rows_.quantity as bigint)',
}) }}
