-- grain: one refund case of the exchange format, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_refunds') }}
)

select
    ranked.known_platform as platform,
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
    ranked.is_merchant_liable = 'true' as is_merchant_liable,
    cast(null as {{ dbt.type_string() }}) as native_intervention,
    cast(null as {{ dbt.type_string() }}) as native_liable_party
from ranked
left join {{ ref('ref_refund_statuses') }} as statuses
    on ranked.refund_status = statuses.native_status and statuses.platform = 'other'
where ranked.recency = 1
