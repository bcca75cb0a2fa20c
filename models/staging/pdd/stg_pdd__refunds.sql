-- grain: one refund case, in the version of its newest export.
with typed as (
    select
        *,
        replace(replace(replace(refund_status, '，', ''), ',', ''), '｜', '') as status_word,
        row_number() over (
            partition by shop_id, refund_id
            order by export_rank desc, source_file desc, source_row desc
        ) as recency
    from {{ source('landing', 'pdd_refunds') }}
)

select
    'pdd' as platform,
    typed.shop_id,
    typed.refund_id,
    typed.order_id,
    coalesce(statuses.refund_status, 'unknown') as refund_status,
    typed.refund_status as native_status,
    coalesce(cast(typed.refund_amount as decimal(18, 2)), 0) as refund_amount,
    cast(typed.applied_at as timestamp) as applied_at,
    -- the money goes back when the shop agrees to the refund
    case when statuses.refund_status = 'success' then cast(typed.approved_at as timestamp) end as finished_at,
    typed.handler_account,
    -- the export says nothing of intervention and liability
    cast(null as boolean) as is_intervened,
    cast(null as boolean) as is_merchant_liable,
    cast(null as {{ dbt.type_string() }}) as native_intervention,
    cast(null as {{ dbt.type_string() }}) as native_liable_party
from typed
left join {{ ref('ref_refund_statuses') }} as statuses
    on typed.status_word = statuses.native_status and statuses.platform = 'pdd'
where typed.recency = 1
