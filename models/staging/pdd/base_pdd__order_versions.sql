-- grain: one landed row (one style) of an order; recency 1 is its newest version.
{{ newest_order_rows('pdd_orders', 'style_id', {
    'goods_id': 'rows_.goods_id',
    'merchant_sku': 'rows_.merchant_sku',
    'goods_amount': 'cast(rows_.goods_amount as decimal(18, 2))',
    'quantity': 'cast(rows_.quantity as bigint)',
}) }}
