-- grain: one refund case; the one place where the platforms' rows are stacked.
{{ staging_union(['stg_tmall__refunds', 'stg_pdd__refunds', 'stg_douyin__refunds'], 'stg_exchange__refunds', ['refund_id']) }}
