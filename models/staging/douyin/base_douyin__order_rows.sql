{{ config(materialized='table') }}
-- grain: one row of an order that counts: a sub-order in its newest version, or what the newest row says of the order as a whole.
with known as (
    select
        versions.*,
        statuses.order_status as known_status,
        coalesce(methods.is_cod, false) as is_cod,
        coalesce(refunds.refund_status = 'success', false) as is_refund_told
    from {{ ref('base_douyin__order_versions') }} as versions
    left join {{ ref('ref_order_statuses') }} as statuses
        on versions.order_status = statuses.native_status and statuses.platform = 'douyin'
    left join {{ ref('ref_payment_methods') }} as methods
        on versions.payment_method = methods.native_method and methods.platform = 'douyin'
    left join {{ ref('ref_refund_statuses') }} as refunds
        on replace(replace(versions.after_sale_status, '，', ''), ',', '') = refunds.native_status and refunds.platform = 'douyin'
    where versions.recency = 1
)

select
    shop_id,
    order_id,
    line_key as row_key,
    grain <> 'order' and sub_order_id is not null as is_sub_order,
    sub_order_id,
    item_id,
    merchant_sku,
    customer_name,
    order_status as native_status,
    known_status,
    is_cod,
    is_refund_told,
    cast(quantity as bigint) as quantity,
    cast(payable_amount as decimal(18, 2)) as payable_amount,
    cast(postage_amount as decimal(18, 2)) as postage_amount,
    cast(created_at as timestamp) as created_at,
    -- paid is what has a payment time or a status beyond it; what was refunded had been paid
    coalesce(
        cast(paid_at as timestamp),
        case
            when not is_cod and (known_status in ('paid', 'shipped', 'finished') or (known_status = 'closed' and is_refund_told))
                then cast(created_at as timestamp)
        end
    ) as paid_at,
    cast(shipped_at as timestamp) as shipped_at,
    cast(finished_at as timestamp) as finished_at,
    -- how far the row has come: an order is where its furthest sub-order is, and closed only when all are
    case known_status
        when 'finished' then 5
        when 'shipped' then 4
        when 'paid' then 3
        when 'unpaid' then 2
        when 'closed' then 0
        else 1
    end as progress
from known
