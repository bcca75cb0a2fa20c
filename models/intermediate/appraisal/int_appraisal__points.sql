-- grain: one KPI of the scorecard of one person and month, per figure basis: its points and weighted points, or why it has none.
with judged as (
    select
        figures.*,
        references_.reference_used,
        references_.count_group,
        references_.reference_numerator,
        references_.reference_denominator,
        results.measure,
        results.rule_points,
        results.band_no,
        results.label_en,
        results.label_zh,
        results.next_band_no,
        results.next_label_en,
        results.next_label_zh,
        results.next_result,
        results.next_band_from,
        results.is_next_from_included,
        results.distance_to_next,
        results.units_to_next,
        results.is_at_floor,
        results.is_at_cap,
        results.is_small_sample,
        coalesce(low.rule_points, results.rule_points) as points_at_low,
        coalesce(high.rule_points, results.rule_points) as points_at_high,
        case
            when figures.missing_reason is not null then figures.missing_reason
            when references_.reference_used is null then 'small_group'
            when references_.reference_used = 'target' and references_.reference_numerator is null then 'no_target'
            when results.measure_key is null then 'no_reference'
            when figures.strategy = 'shortfall' and figures.denominator is null then 'no_rate'
            when results.rule_points is null then 'no_band'
        end as no_points_reason
    from {{ ref('int_appraisal__scorecard_figures') }} as figures
    inner join {{ ref('int_appraisal__references') }} as references_ on figures.measure_key = references_.measure_key
    left join {{ ref('int_appraisal__rule_results') }} as results
        on figures.measure_key = results.measure_key and results.measured_at = 'figure'
    left join {{ ref('int_appraisal__rule_results') }} as low
        on figures.measure_key = low.measure_key and low.measured_at = 'low'
    left join {{ ref('int_appraisal__rule_results') }} as high
        on figures.measure_key = high.measure_key and high.measured_at = 'high'
),

-- a KPI without points gives 0, or its weight to the others, or leaves the person without a total, as the scheme says
counted as (
    select
        *,
        case when no_points_reason is null then rule_points when when_missing = 'zero' then 0 end as points,
        case
            when no_points_reason is null then least(points_at_low, points_at_high, rule_points)
            when when_missing = 'zero' then 0
        end as points_low,
        case
            when no_points_reason is null then greatest(points_at_low, points_at_high, rule_points)
            when when_missing = 'zero' then 0
        end as points_high,
        cast(
            weight_total - sum(case when no_points_reason is not null and when_missing = 'reweight' then weight else 0 end)
                over (partition by agent_id, month_start, figure_basis)
            as decimal(28, 8)
        ) as weight_counted
    from judged
)

select
    measure_key,
    agent_id,
    month_start,
    figure_basis,
    scheme_id,
    scheme_version,
    rank_group,
    requested_kpi_id,
    kpi_id,
    definition_set,
    segment,
    person_basis,
    unit,
    direction,
    tie_rule,
    platform,
    shop_id,
    numerator,
    denominator,
    value,
    count_units,
    excluded_units,
    wilson_low,
    wilson_high,
    reference_kind,
    case when no_points_reason is null or reference_numerator is not null then reference_used end as reference_used,
    count_group,
    reference_numerator,
    reference_denominator,
    {{ exact_ratio('reference_numerator', 'reference_denominator', 8) }} as reference_value,
    measure,
    strategy,
    rule_id,
    minimum_count,
    when_missing,
    band_no,
    label_en,
    label_zh,
    next_band_no,
    next_label_en,
    next_label_zh,
    next_result,
    next_band_from,
    is_next_from_included,
    distance_to_next,
    units_to_next,
    is_at_floor,
    is_at_cap,
    is_small_sample,
    cast(points as decimal(28, 8)) as points,
    cast(points_low as decimal(28, 8)) as points_low,
    cast(points_high as decimal(28, 8)) as points_high,
    weight,
    weight_counted,
    {% for column in ['points', 'points_low', 'points_high'] -%}
    {{ ratio_of_wholes(
        in_hundred_millionths(column) ~ ' * ' ~ in_hundred_millionths('weight'), in_hundred_millionths('weight_counted') ~ ' * 100000000', 8
    ) }} as weighted_{{ column }},
    {% endfor -%}
    finality,
    no_points_reason as missing_reason,
    missing_en,
    missing_zh
from counted
