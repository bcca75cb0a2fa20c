-- grain: one KPI of the scorecard of one person and month, per figure basis, by its figure or by an end of its Wilson interval:
-- the measure and what the rule of the scheme makes of it. Figures without a measure have no row.
with figures as (
    select
        scorecard.*,
        references_.reference_numerator,
        references_.reference_denominator
    from {{ ref('int_appraisal__scorecard_figures') }} as scorecard
    inner join {{ ref('int_appraisal__references') }} as references_ on scorecard.measure_key = references_.measure_key
),

-- the figure itself, and the two ends of its Wilson interval
measures as (
    {%- for end_, numerator in [('figure', 'numerator'), ('low', 'wilson_low * denominator'), ('high', 'wilson_high * denominator')] %}
    select
        measure_key || '/{{ end_ }}' as measure_key,
        measure_key as figure_key,
        '{{ end_ }}' as measured_at,
        scheme_id,
        scheme_version,
        rule_id,
        strategy,
        direction,
        cast({{ numerator }} as decimal(28, 8)) as numerator,
        denominator,
        reference_numerator,
        reference_denominator
    from figures
    where missing_reason is null{% if end_ != 'figure' %} and wilson_low is not null{% endif %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

pairs as (
    {{ measured_pairs('measures') | indent(4) }}
),

by_band as (
    select * from measures
    where strategy = 'band'
),

by_line as (
    select * from measures
    where strategy = 'linear'
),

by_shortfall as (
    select * from measures
    where strategy = 'shortfall'
),

banded as (
    {{ apply_bands('by_band') | indent(4) }}
),

lined as (
    {{ linear_result('by_line') | indent(4) }}
),

shortened as (
    {{ shortfall_result('by_shortfall') | indent(4) }}
)

select
    pairs.figure_key as measure_key,
    pairs.measured_at,
    {{ ratio_of_wholes('pairs.measure_top', 'pairs.measure_bottom', 8) | indent(4) }} as measure,
    coalesce(banded.band_result, lined.line_result, shortened.shortfall_result) as rule_points,
    banded.band_no,
    banded.label_en,
    banded.label_zh,
    banded.next_band_no,
    banded.next_label_en,
    banded.next_label_zh,
    banded.next_result,
    banded.next_band_from,
    banded.is_next_from_included,
    banded.distance_to_next,
    banded.units_to_next,
    lined.is_at_floor,
    lined.is_at_cap,
    shortened.is_small_sample
from pairs
left join banded on pairs.measure_key = banded.measure_key
left join lined on pairs.measure_key = lined.measure_key
left join shortened on pairs.measure_key = shortened.measure_key
