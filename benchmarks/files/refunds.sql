-- The refund export: one row per refund.
select 1 + row_number() over (order by min(paid_at), order_id) as source_row, md5('refund' || order_id) as row_hash,
    '7' || right(order_id, 18) as refund_id, order_id, '退款成功' as refund_status, cast(sum(unit_price * quantity) as varchar) as refund_amount,
    written(min(paid_at) + interval 3 hour) as applied_at, written(min(paid_at) + interval 9 hour) as finished_at,
    written(min(paid_at)) as order_paid_at, 'YS-' || lpad(cast(min(product_no) as varchar), 3, '0') as item_code,
    cast(700000000000 + min(product_no) as varchar) as item_id, '仅退款(未发货)' as after_sale_type, '售中' as after_sale_stage,
    '未收到货' as goods_status, '全部退款' as extent, '不需要客服介入' as intervention_status,
    account(min(agent_no)) as handler_account, account(min(agent_no)) as reviewer_account
from order_lines where is_refunded and paid_at is not null group by order_id order by source_row
