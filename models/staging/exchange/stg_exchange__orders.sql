-- grain: one order of the exchange format, in the version of its newest file.
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
            partition by source.shop_id, source.platform, source.order_id
            order by source.export_rank desc, source.source_file desc, source.source_row desc
        ) as recency
    from {{ source('landing', 'exchange_orders') }} as source
)

select
    coalesce(ranked.platform, shops.platform, 'other') as platform,
    ranked.shop_id,
    ranked.order_id,
    {{ customer_key("coalesce(ranked.platform, shops.platform, 'other')", 'ranked.customer_id') }} as customer_key,
    cast(false as boolean) as is_customer_masked,
    cast(ranked.created_at as timestamp) as created_at,
    cast(ranked.paid_at as timestamp) as paid_at,
    cast(ranked.shipped_at as timestamp) as shipped_at,
    cast(ranked.finished_at as timestamp) as finished_at,
    cast(ranked.closed_at as timestamp) as closed_at,
    coalesce(statuses.order_status, 'unknown') as order_status,
    ranked.status as native_status,
    statuses.order_status is null as is_status_unknown,
    coalesce(ranked.is_cod = 'true', false) as is_cod,
    cast(null as {{ dbt.type_string() }}) as order_exclusion_reason,
    ranked.group_status,
    cast(ranked.total_amount as decimal(18, 2)) as total_amount,
    coalesce(cast(ranked.postage_amount as decimal(18, 2)), 0) as postage_amount,
    coalesce(cast(ranked.refund_amount as decimal(18, 2)), 0) as refund_amount,
    cast(ranked.item_count as bigint) as count_items
from ranked
left join shops on ranked.shop_id = shops.shop_id
left join {{ ref('ref_order_statuses') }} as statuses on ranked.status = statuses.native_status and statuses.platform = 'other'
where ranked.recency = 1
