-- grain: one order; the one place where the platforms' rows are stacked.
{{ staging_union(['stg_tmall__orders', 'stg_jd__orders', 'stg_pdd__orders', 'stg_douyin__orders'], 'stg_exchange__orders', ['order_id']) }}
