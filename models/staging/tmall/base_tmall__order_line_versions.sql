-- grain: one landed row (one line) of an order; recency 1 is its newest version.
{{ newest_order_rows('tmall_order_items', 'sub_order_id', {
    'item_id': 'rows_.item_id',
    'merchant_sku': 'rows_.merchant_sku',
    'sku_text': 'rows_.sku_text',
    'unit_price': 'cast(rows_.unit_price as decimal(18, 2))',
    'quantity': 'cast(rows_.quantity as bigint)',
}) }}
