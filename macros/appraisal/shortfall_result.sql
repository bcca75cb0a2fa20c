{#- Points off for what is missing to the reference: `measures` as in measured_pairs, rule_id = the shortfall rule, the figure a rate.
    With more units (denominator) than the rule's small sample: points off per percent of the difference, in proportion or by whole
    steps of percent_step; with at most that many: points off per unit that failed (direction down: per unit that counts).
    Never more than the start, never below the floor. One row per measure_key with a measure, a rule and a denominator. -#}
{% macro shortfall_result(measures) %}
with measured_ as (
    {{ measured_pairs(measures) | indent(4) }}
),

ruled_ as (
    select
        measured_.measure_key,
        measured_.denominator <= rules.small_sample_count as is_small_sample,
        case when measured_.direction = 'down' then measured_.whole_numerator else measured_.whole_denominator - measured_.whole_numerator end
            as whole_failed,
        -- how far the figure is below the reference (direction down: above it), in percent
        case when measured_.direction = 'down' then -100 else 100 end
        * (measured_.reference_top * measured_.figure_bottom - measured_.figure_top * measured_.reference_bottom) as percent_top,
        measured_.reference_bottom * measured_.figure_bottom as percent_bottom,
        {{ in_hundred_millionths('rules.start_points') }} as start_points,
        {{ in_hundred_millionths('rules.points_per_percent') }} as points_per_percent,
        {{ in_hundred_millionths('rules.percent_step') }} as percent_step,
        {{ in_hundred_millionths('rules.points_per_failed_unit') }} as points_per_failed_unit,
        rules.floor_points
    from measured_
    inner join {{ ref('dim_scheme_shortfall_rule') }} as rules
        on
            measured_.scheme_id = rules.scheme_id and measured_.scheme_version = rules.scheme_version
            and measured_.rule_id = rules.rule_id
    where measured_.denominator is not null
),

lost_ as (
    select
        ruled_.*,
        case
            when is_small_sample then whole_failed * points_per_failed_unit
            when percent_top <= 0 then 0
            when percent_step = 0 then percent_top * points_per_percent
            else {{ whole_quotient('percent_top * 100000000', 'percent_bottom * percent_step') }} * percent_step * points_per_percent
        end as lost_top,
        case
            when is_small_sample or (percent_top > 0 and percent_step <> 0) then cast(10000000000000000 as {{ type_whole() }})
            else percent_bottom * 100000000
        end as lost_bottom
    from ruled_
),

-- in lowest terms
shares_ as (
    select
        measure_key,
        is_small_sample,
        start_points,
        floor_points,
        {{ whole_quotient('lost_top', greatest_common_divisor('abs(lost_top)', 'lost_bottom')) }} as lost_top,
        {{ whole_quotient('lost_bottom', greatest_common_divisor('abs(lost_top)', 'lost_bottom')) }} as lost_bottom
    from lost_
)

select
    measure_key,
    is_small_sample,
    cast(
        greatest(floor_points, {{ ratio_of_wholes('start_points * lost_bottom - lost_top * 100000000', 'lost_bottom * 100000000', 8) }})
        as decimal(28, 8)
    ) as shortfall_result
from shares_
{% endmacro %}
