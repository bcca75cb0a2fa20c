-- grain: one after-sales case that gives money back, in the version of its newest export.
with ranked as (
    select
        *,
        row_number() over (
            partition by shop_id, refund_id
            order by export_rank desc, source_file desc, source_row desc
        ) as recency
    from {{ source('landing', 'douyin_refunds') }}
),

amounts as (
    select
        ranked.*,
        coalesce(statuses.refund_status, 'unknown') as known_status,
        types.native_type is null and ranked.after_sale_type is not null as is_type_unknown,
        -- what the buyer gets: the discount part goes back to whoever gave the discount
        coalesce(cast(ranked.goods_amount as decimal(18, 2)), 0)
        + coalesce(cast(ranked.postage_amount as decimal(18, 2)), 0)
        + coalesce(cast(ranked.tax_amount as decimal(18, 2)), 0) as refund_amount
    from ranked
    left join {{ ref('ref_refund_statuses') }} as statuses
        on replace(replace(ranked.refund_status, '，', ''), ',', '') = statuses.native_status and statuses.platform = 'douyin'
    left join {{ ref('ref_refund_types') }} as types
        on ranked.after_sale_type = types.native_type and types.platform = 'douyin'
    where ranked.recency = 1 and coalesce(types.is_refund, true)
)

select
    shop_id,
    refund_id,
    order_id,
    sub_order_id,
    known_status as refund_status,
    refund_status as native_status,
    after_sale_type,
    is_type_unknown,
    cast(refund_amount as decimal(18, 2)) as refund_amount,
    cast(applied_at as timestamp) as applied_at,
    -- the money is back when the merchant has refunded it; the case itself may be finished later
    cast(
        case when known_status = 'success' then coalesce(refunded_at, finished_at) else coalesce(closed_at, finished_at) end as timestamp
    ) as finished_at,
    handler_account,
    arbitration_status,
    liable_party
from amounts
