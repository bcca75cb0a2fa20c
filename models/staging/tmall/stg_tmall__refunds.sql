-- grain: one refund case, in the version of its newest export.
with typed as (
    select
        *,
        replace(replace(replace(refund_status, '，', ''), ',', ''), '｜', '') as status_word,
        row_number() over (
            partition by shop_id, refund_id
            order by export_rank desc, source_file desc, source_row desc
        ) as recency
    from {{ source('landing', 'tmall_refunds') }}
)

select
    'tmall' as platform,
    typed.shop_id,
    typed.refund_id,
    typed.order_id,
    coalesce(statuses.refund_status, 'unknown') as refund_status,
    typed.refund_status as native_status,
    coalesce(cast(typed.refund_amount as decimal(18, 2)), 0) as refund_amount,
    cast(typed.applied_at as timestamp) as applied_at,
    cast(typed.finished_at as timestamp) as finished_at,
    typed.handler_account,
    interventions.meaning = 'intervened' as is_intervened,
    liabilities.meaning = 'merchant_liable' as is_merchant_liable,
    typed.intervention_status as native_intervention,
    typed.liable_party as native_liable_party
from typed
left join {{ ref('ref_refund_statuses') }} as statuses
    on typed.status_word = statuses.native_status and statuses.platform = 'tmall'
left join {{ ref('ref_liability_words') }} as interventions
    on
        typed.intervention_status = interventions.native_word
        and interventions.platform = 'tmall' and interventions.column_name = 'intervention_status'
left join {{ ref('ref_liability_words') }} as liabilities
    on
        typed.liable_party = liabilities.native_word
        and liabilities.platform = 'tmall' and liabilities.column_name = 'liable_party'
where typed.recency = 1
