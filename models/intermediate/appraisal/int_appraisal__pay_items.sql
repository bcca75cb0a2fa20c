-- grain: one item of pay of one person, month and figure basis: measure, band, full amount, days that count and amount.
-- The amount is rounded half up to the cent, once. A deduction is taken off, however its table writes it.
with measures as (
    select * from {{ ref('int_appraisal__pay_measures') }}
),

ruled as (
    select
        measure_key,
        strategy,
        scheme_id,
        scheme_version,
        rule_id,
        case when is_down or measure_kind = 'tier' then 'down' else 'up' end as direction,
        cast(measure_numerator as decimal(28, 8)) as numerator,
        cast(measure_denominator as decimal(28, 8)) as denominator,
        cast(1 as decimal(28, 8)) as reference_numerator,
        cast(1 as decimal(28, 8)) as reference_denominator
    from measures
    where unmeasured_reason is null
),

by_band as (
    select * from ruled
    where strategy <> 'linear'
),

by_line as (
    select * from ruled
    where strategy = 'linear'
),

banded as (
    {{ apply_bands('by_band') | indent(4) }}
),

lined as (
    {{ linear_result('by_line') | indent(4) }}
),

tranches as (
    select
        measure_key,
        sum(tranche_amount * rate) as amount,
        {{ dbt.listagg(
            amount_text('tranche_amount') ~ " || ' × ' || " ~ percent_text('rate'), "' + '", 'order by band_no asc'
        ) }} as tranches_text
    from {{ ref('int_appraisal__pay_tranches') }}
    group by measure_key
),

-- products of two values of eight decimals have sixteen
results as (
    select
        measures.*,
        banded.band_no,
        banded.label_en as band_en,
        banded.label_zh as band_zh,
        banded.band_result,
        banded.next_band_no,
        banded.next_label_en as next_band_en,
        banded.next_label_zh as next_band_zh,
        banded.next_band_from,
        banded.next_result,
        banded.distance_to_next,
        banded.units_to_next,
        tranches.tranches_text,
        cast(
            case measures.strategy
                when 'band' then banded.band_result
                when 'linear' then lined.line_result
                when 'rate_band' then banded.band_result * measures.base_amount
                when 'marginal_rate' then tranches.amount
            end as decimal(38, 16)
        ) as result
    from measures
    left join banded on measures.measure_key = banded.measure_key
    left join lined on measures.measure_key = lined.measure_key
    left join tranches on measures.measure_key = tranches.measure_key
),

signed as (
    select
        *,
        case when item_kind = 'deduction' then -abs(result) else result end as exact_amount,
        coalesce(unmeasured_reason, case when result is null then 'declared_gap' end) as missing_reason
    from results
)

select
    *,
    {{ exact_ratio('measure_numerator', 'coalesce(measure_denominator, 1)', 8) }} as measure,
    cast(exact_amount as decimal(28, 8)) as full_amount,
    cast(
        case
            when withheld_reason is not null then 0
            when missing_reason is not null then null
            when is_rate or part_month = 'full' then {{ round_half_up('exact_amount', 2) }}
            else {{ exact_ratio('exact_amount * counted_days', 'month_days', 2) }}
        end as decimal(18, 2)
    ) as amount
from signed
