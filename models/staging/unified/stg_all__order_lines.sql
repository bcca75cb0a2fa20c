-- grain: one line of an order; the one place where the platforms' rows are stacked.
{{ staging_union(
    ['stg_tmall__order_lines', 'stg_jd__order_lines', 'stg_pdd__order_lines', 'stg_douyin__order_lines'], 'stg_exchange__order_lines', ['order_id']
) }}
