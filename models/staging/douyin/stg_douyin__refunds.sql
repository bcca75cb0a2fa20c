-- grain: one after-sales case that gives money back, in the version of its newest export.
select
    'douyin' as platform,
    refunds.shop_id,
    refunds.refund_id,
    refunds.order_id,
    refunds.refund_status,
    refunds.native_status,
    refunds.refund_amount,
    refunds.applied_at,
    refunds.finished_at,
    refunds.handler_account,
    arbitrations.meaning = 'intervened' as is_intervened,
    liabilities.meaning = 'merchant_liable' as is_merchant_liable,
    refunds.arbitration_status as native_intervention,
    refunds.liable_party as native_liable_party
from {{ ref('base_douyin__refunds') }} as refunds
left join {{ ref('ref_liability_words') }} as arbitrations
    on
        refunds.arbitration_status = arbitrations.native_word
        and arbitrations.platform = 'douyin' and arbitrations.column_name = 'arbitration_status'
left join {{ ref('ref_liability_words') }} as liabilities
    on
        refunds.liable_party = liabilities.native_word
        and liabilities.platform = 'douyin' and liabilities.column_name = 'liable_party'
