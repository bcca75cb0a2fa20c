-- grain: one refund case of the exchange format, in the version of its newest file.
with shops as (
    select
        shop_id,
        platform
    from {{ ref('stg_landing__shops') }}
    where is_default_platform
),

ranked as (
    select
        source.*,
        row_number() over (
            partition by source.shop_id, source.platform, source.refund_id
            order by source.export_rank desc, source.source_file desc, source.source_row desc
        ) as recency
    from {{ source('landing', 'exchange_refunds') }} as source
)

select
    coalesce(ranked.platform, shops.platform, 'other') as platform,
    ranked.shop_id,
    ranked.refund_id,
    ranked.order_id,
    coalesce(statuses.refund_status, 'unknown') as refund_status,
    ranked.refund_status as native_status,
    cast(ranked.refund_amount as decimal(18, 2)) as refund_amount,
    cast(ranked.applied_at as timestamp) as applied_at,
    cast(ranked.finished_at as timestamp) as finished_at,
    ranked.handler_account,
    ranked.is_intervened = 'true' as is_intervened,
    ranked.is_merchant_liable = 'true' as is_merchant_liable
from ranked
left join shops on ranked.shop_id = shops.shop_id
left join {{ ref('ref_refund_statuses') }} as statuses
    on ranked.refund_status = statuses.native_status and statuses.platform = 'other'
where ranked.recency = 1
