{#- The one place where a measure meets a straight line: `measures` as in measured_pairs, rule_id = the linear rule.
    One row per measure_key with a measure and a rule: line_result = from_result + (measure - from_measure) x slope, between floor and
    cap, then rounded half up to the rounding step (to 8 decimals where the step is 0); is_at_floor and is_at_cap tell a limit that bit. -#}
{% macro linear_result(measures) %}
with measured_ as (
    {{ measured_pairs(measures) | indent(4) }}
),

ruled_ as (
    select
        measured_.measure_key,
        measured_.measure_top,
        measured_.measure_bottom,
        {{ in_hundred_millionths('rules.from_measure') }} as from_measure,
        {{ in_hundred_millionths('rules.from_result') }} as from_result,
        {{ whole_quotient(
            in_hundred_millionths('rules.slope'), greatest_common_divisor('abs(' ~ in_hundred_millionths('rules.slope') ~ ')', '100000000')
        ) }} as slope_top,
        {{ whole_quotient('100000000', greatest_common_divisor('abs(' ~ in_hundred_millionths('rules.slope') ~ ')', '100000000')) }} as slope_bottom,
        rules.floor_result,
        rules.cap_result,
        rules.rounding_step
    from measured_
    inner join {{ ref('dim_scheme_linear_rule') }} as rules
        on
            measured_.scheme_id = rules.scheme_id and measured_.scheme_version = rules.scheme_version
            and measured_.rule_id = rules.rule_id
),

lines_ as (
    select
        ruled_.*,
        from_result * measure_bottom * slope_bottom
        + (measure_top * 100000000 - from_measure * measure_bottom) * slope_top as line_top,
        measure_bottom * slope_bottom * 100000000 as line_bottom
    from ruled_
),

bounded_ as (
    select
        lines_.*,
        line_top * 100000000 < {{ in_hundred_millionths('floor_result') }} * line_bottom as is_at_floor,
        line_top * 100000000 > {{ in_hundred_millionths('cap_result') }} * line_bottom as is_at_cap
    from lines_
)

select
    measure_key,
    is_at_floor,
    is_at_cap,
    cast(
        case
            when is_at_floor then {{ round_to_step('floor_result', 'rounding_step') | indent(16) }}
            when is_at_cap then {{ round_to_step('cap_result', 'rounding_step') | indent(16) }}
            when rounding_step = 0 then {{ ratio_of_wholes('line_top', 'line_bottom', 8) | indent(16) }}
            else {{ steps_of_whole(
                ratio_of_wholes('line_top * 100000000', 'line_bottom * ' ~ in_hundred_millionths('rounding_step'), 0), 'rounding_step'
            ) | indent(16) }}
        end as decimal(28, 8)
    ) as line_result
from bounded_
{% endmacro %}
