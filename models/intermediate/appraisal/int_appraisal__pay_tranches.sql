-- grain: one band of an item whose bands each take their rate on the part of the base inside them, as far as the base reaches.
with parts as (
    select
        measures.measure_key,
        bands.band_no,
        bands.result as rate,
        case
            when bands.lower_value is null then least(measures.base_amount, coalesce(bands.upper_value, measures.base_amount))
            else least(measures.base_amount, coalesce(bands.upper_value, measures.base_amount)) - greatest(bands.lower_value, 0)
        end as tranche_amount
    from {{ ref('int_appraisal__pay_measures') }} as measures
    inner join {{ ref('dim_scheme_band') }} as bands
        on
            measures.scheme_id = bands.scheme_id and measures.scheme_version = bands.scheme_version
            and measures.rule_id = bands.band_table
    where
        measures.strategy = 'marginal_rate' and measures.unmeasured_reason is null
        and (bands.lower_value is null or measures.base_amount > bands.lower_value)
)

select
    measure_key,
    band_no,
    rate,
    cast(tranche_amount as decimal(28, 8)) as tranche_amount
from parts
