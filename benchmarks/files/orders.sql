-- The order export: one row per order.
select 1 + row_number() over (order by min(created_at), order_id) as source_row, md5(order_id || min(order_status)) as row_hash,
    order_id, min(customer_name) as customer_name, cast(sum(unit_price * quantity) as varchar) as goods_amount,
    '0.00' as postage_amount, cast(sum(unit_price * quantity) as varchar) as total_amount,
    cast(case when bool_or(is_refunded) or min(paid_at) is null then 0 else sum(unit_price * quantity) end as decimal(18, 2))::varchar
        as paid_amount,
    cast(case when bool_or(is_refunded) and min(paid_at) is not null then sum(unit_price * quantity) else 0 end as decimal(18, 2))::varchar
        as refund_amount,
    min(order_status) as order_status, case when bool_or(is_refunded) then '退款' else '订单未关闭' end as close_reason,
    written(min(created_at)) as created_at, written(min(paid_at)) as paid_at, written(min(shipped_at)) as shipped_at,
    written(min(received_at)) as received_at, 'No:' || right(order_id, 14) as tracking_number,
    cast(sum(quantity) as varchar) as item_count, '990099001' as shop_native_id, '{shop_name}' as shop_name, order_id as main_order_id,
    '{{"支付单号": "' || order_id || '", "收货人姓名": "***", "收货地址": "***", "运送方式": "快递", "宝贝标题": "商品'
    || min(product_no) || '号", "物流公司": "中通快递", "是否手机订单": "手机订单"}}' as extra
from order_lines group by order_id order by source_row
