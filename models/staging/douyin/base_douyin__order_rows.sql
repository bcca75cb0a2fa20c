{{ config(materialized='table') }}
-- grain: one row of an order that counts: a sub-order in its newest version, or what the newest file says of the order as a whole.
-- An export has a row per sub-order or one per main order, with lists of sub-orders; the newest row decides which of the two tells the order.
with placed as (
    select
        *,
        coalesce(replace(sub_order_id, '；', ';'), '#' || cast(source_row as {{ dbt.type_string() }})) as row_key,
        coalesce(sub_order_id not like '%;%' and sub_order_id not like '%；%', false) as is_sub_order
    from {{ source('landing', 'douyin_orders') }}
),

newest as (
    select
        shop_id,
        order_id,
        source_file_id,
        is_sub_order,
        row_number() over (partition by shop_id, order_id order by export_rank desc, source_file desc, source_row desc) as recency
    from placed
),

ranked as (
    select
        placed.*,
        row_number() over (
            partition by placed.shop_id, placed.order_id, placed.row_key
            order by placed.export_rank desc, placed.source_file desc, placed.source_row desc
        ) as recency
    from placed
    inner join newest
        on placed.shop_id = newest.shop_id and placed.order_id = newest.order_id and newest.recency = 1
    -- an export by status may hold one sub-order of an order only: the others are still what an older file said of them
    where
        (newest.is_sub_order and placed.is_sub_order)
        or (not newest.is_sub_order and placed.source_file_id = newest.source_file_id)
),

known as (
    select
        ranked.*,
        statuses.order_status as known_status,
        coalesce(methods.is_cod, false) as is_cod,
        coalesce(refunds.refund_status = 'success', false) as is_refund_told
    from ranked
    left join {{ ref('ref_order_statuses') }} as statuses
        on ranked.order_status = statuses.native_status and statuses.platform = 'douyin'
    left join {{ ref('ref_payment_methods') }} as methods
        on ranked.payment_method = methods.native_method and methods.platform = 'douyin'
    left join {{ ref('ref_refund_statuses') }} as refunds
        on replace(replace(ranked.after_sale_status, '，', ''), ',', '') = refunds.native_status and refunds.platform = 'douyin'
    where ranked.recency = 1
)

select
    shop_id,
    order_id,
    row_key,
    is_sub_order,
    sub_order_id,
    item_id,
    merchant_sku,
    customer_name,
    source_row,
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
