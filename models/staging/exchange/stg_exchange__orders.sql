-- grain: one order of the exchange format, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_orders') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    ranked.order_id,
    -- a masked name (t******7) names nobody
    case when ranked.customer_id not like '%**%' then {{ customer_key("ranked.known_platform", 'ranked.customer_id') }} end as customer_key,
    coalesce(ranked.customer_id like '%**%', true) as is_customer_masked,
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
left join {{ ref('ref_order_statuses') }} as statuses on ranked.status = statuses.native_status and statuses.platform = 'other'
where ranked.recency = 1
