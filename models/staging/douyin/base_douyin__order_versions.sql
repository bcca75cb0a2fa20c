-- grain: one landed row of an order; recency 1 is the newest version of a sub-order, or of what a row says of the order as a whole.
-- An export has a row per sub-order or one per main order, with lists of sub-orders; the newest row decides which of the two tells the order.
{{ newest_order_rows(
    'douyin_orders',
    'sub_order_id',
    {
        'item_id': 'rows_.item_id',
        'merchant_sku': 'rows_.merchant_sku',
        'product_name': 'rows_.product_name',
        'quantity': 'cast(rows_.quantity as bigint)',
    },
    is_whole="coalesce(rows_.sub_order_id like '%;%' or rows_.sub_order_id like '%；%', false)",
    is_gathered=true
) }}
