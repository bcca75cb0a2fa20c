-- grain: one order, with its money, its dates and whether it is a sale.
with lines as (
    select
        platform,
        shop_id,
        order_id,
        sum(quantity) as count_items
    from {{ ref('stg_all__order_lines') }}
    group by platform, shop_id, order_id
),

refunds as (
    select
        platform,
        shop_id,
        order_id,
        sum(refund_amount) as refund_amount
    from {{ ref('stg_all__refunds') }}
    where refund_status = 'success'
    group by platform, shop_id, order_id
),

dated as (
    select
        orders.*,
        rules.cutoff_minutes,
        rules.enquiry_window_days,
        rules.after_sale_days,
        rules.credit_rule,
        rules.credit_pick,
        rules.deduct_refunds,
        rules.deduct_postage,
        coalesce(orders.count_items, lines.count_items) as known_count_items,
        greatest(orders.refund_amount, coalesce(refunds.refund_amount, 0)) as known_refund_amount,
        case when orders.is_cod then orders.created_at else orders.paid_at end as sold_at
    from {{ ref('stg_all__orders') }} as orders
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            orders.platform = rules.platform and orders.shop_id = rules.shop_id
            and cast(orders.created_at as date) between rules.valid_from and rules.valid_to
    left join lines
        on orders.platform = lines.platform and orders.shop_id = lines.shop_id and orders.order_id = lines.order_id
    left join refunds
        on orders.platform = refunds.platform and orders.shop_id = refunds.shop_id and orders.order_id = refunds.order_id
)

select
    {{ surrogate_key(['platform', 'shop_id', 'order_id']) }} as order_key,
    platform,
    shop_id,
    order_id,
    customer_key,
    created_at,
    paid_at,
    shipped_at,
    finished_at,
    closed_at,
    {{ epoch_ms('created_at') }} as created_ms,
    {{ epoch_ms('paid_at') }} as paid_ms,
    -- the moment at which a payment judgement looks back
    {{ epoch_ms('case when is_cod then created_at else coalesce(paid_at, created_at) end') }} as payment_event_ms,
    {{ business_date('created_at', 'cutoff_minutes') }} as created_date,
    {{ business_date('paid_at', 'cutoff_minutes') }} as paid_date,
    {{ business_date('sold_at', 'cutoff_minutes') }} as sold_date,
    {{ business_date('case when is_cod then created_at else coalesce(paid_at, created_at) end', 'cutoff_minutes') }} as payment_event_date,
    {{ epoch_ms('sold_at') }} as sold_ms,
    -- from here on the buyer's chats are no longer about this order; where the export tells no end, the after-sale days pass
    case
        when order_status in ('finished', 'closed')
            then {{ epoch_ms('coalesce(finished_at, closed_at)') }}
    end as ended_ms,
    order_status in ('finished', 'closed') and coalesce(finished_at, closed_at) is null as is_end_unknown,
    order_status,
    is_cod,
    customer_key is null as is_customer_unknown,
    group_status,
    order_exclusion_reason,
    case
        when order_exclusion_reason is not null then order_exclusion_reason
        when group_status = 'failed' then 'group_failed'
        when is_cod and order_status = 'closed' and paid_at is null then 'cancelled_before_payment'
        when sold_at is null then 'not_paid'
    end as sale_exclusion_reason,
    coalesce(order_status in ('shipped', 'finished') or shipped_at is not null, false) as is_shipped,
    total_amount,
    postage_amount,
    cast(known_refund_amount as decimal(18, 2)) as refund_amount,
    cast(known_count_items as bigint) as count_items,
    cast(
        total_amount
        - case when deduct_refunds then known_refund_amount else 0 end
        - case when deduct_postage then postage_amount else 0 end as decimal(18, 2)
    ) as sales_amount,
    enquiry_window_days,
    after_sale_days,
    credit_rule,
    credit_pick
from dated
