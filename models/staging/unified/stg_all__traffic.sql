-- grain: one day of a shop, of a channel or of a product; the one place where the platforms' rows are stacked.
{{ staging_union(['stg_tmall__traffic', 'stg_jd__traffic'], 'stg_exchange__traffic', ['stat_date', 'is_product']) }}
