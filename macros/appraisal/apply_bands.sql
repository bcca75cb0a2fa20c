{#- The one place where a measure meets a band table: `measures` as in measured_pairs, rule_id = the band table.
    One row per measure_key with a measure: the band it lies in (band_no, label_en, label_zh, band_result; NULL in a declared gap), and the
    next better band: the nearest one in the KPI's direction that the measure does not reach yet and that is no declared gap, with
    next_band_from (its limit, in terms of the measure), is_next_from_included, distance_to_next (in the unit of the figure, the
    reference held as it is) and units_to_next: the smallest whole number that, added to the numerator (direction down: taken off it)
    with the denominator held as it is, reaches that band. -#}
{% macro apply_bands(measures) %}
with measured_ as (
    {{ measured_pairs(measures) | indent(4) }}
),

limits_ as (
    select
        measured_.*,
        bands.band_no,
        bands.label_en,
        bands.label_zh,
        bands.result,
        case when measured_.direction = 'up' then bands.lower_value when measured_.direction = 'down' then bands.upper_value end as near_limit,
        case when measured_.direction = 'up' then bands.is_lower_included else bands.is_upper_included end as is_near_included,
        (
            bands.lower_value is null
            or measured_.measure_top * 100000000 > {{ in_hundred_millionths('bands.lower_value') }} * measured_.measure_bottom
            or (
                bands.is_lower_included
                and measured_.measure_top * 100000000 = {{ in_hundred_millionths('bands.lower_value') }} * measured_.measure_bottom
            )
        ) as is_above_lower,
        (
            bands.upper_value is null
            or measured_.measure_top * 100000000 < {{ in_hundred_millionths('bands.upper_value') }} * measured_.measure_bottom
            or (
                bands.is_upper_included
                and measured_.measure_top * 100000000 = {{ in_hundred_millionths('bands.upper_value') }} * measured_.measure_bottom
            )
        ) as is_below_upper
    from measured_
    inner join {{ ref('dim_scheme_band') }} as bands
        on
            measured_.scheme_id = bands.scheme_id and measured_.scheme_version = bands.scheme_version
            and measured_.rule_id = bands.band_table
),

ahead_ as (
    select
        limits_.*,
        row_number() over (
            partition by measure_key
            order by case when direction = 'up' then near_limit else -near_limit end asc, is_near_included desc, band_no asc
        ) as ahead_no,
        {{ in_hundred_millionths('near_limit') }} as whole_limit
    from limits_
    where
        near_limit is not null and result is not null
        and ((direction = 'up' and not is_above_lower) or (direction = 'down' and not is_below_upper))
),

-- how far the figure is from the limit: missing_top / missing_bottom in its unit
next_ as (
    select
        ahead_.*,
        case when direction = 'up' then 1 else -1 end
        * (whole_limit * reference_top * figure_bottom - figure_top * reference_bottom * 100000000) as missing_top,
        reference_bottom * figure_bottom * 100000000 as missing_bottom
    from ahead_
    where ahead_no = 1
),

steps_ as (
    select
        next_.*,
        {{ ratio_of_wholes('missing_top', 'missing_bottom', 8) | indent(8) }} as distance_to_next,
        case
            when missing_top >= 0 and reference_bottom > 0 and is_near_included
                then {{ whole_quotient(
                    'missing_top * units_per_bottom + reference_bottom * 10000000000000000 - 1', 'reference_bottom * 10000000000000000'
                ) }}
            when missing_top >= 0 and reference_bottom > 0
                then {{ whole_quotient('missing_top * units_per_bottom', 'reference_bottom * 10000000000000000') }} + 1
        end as units_to_next
    from next_
)

select
    measured_.measure_key,
    found_.band_no,
    found_.label_en,
    found_.label_zh,
    found_.result as band_result,
    steps_.band_no as next_band_no,
    steps_.label_en as next_label_en,
    steps_.label_zh as next_label_zh,
    steps_.result as next_result,
    steps_.near_limit as next_band_from,
    steps_.is_near_included as is_next_from_included,
    steps_.distance_to_next,
    cast(
        case
            -- a numerator cannot lose more than it has
            when steps_.direction = 'down' and steps_.units_to_next * 100000000 > steps_.whole_numerator then null
            else steps_.units_to_next
        end as bigint
    ) as units_to_next
from measured_
left join limits_ as found_ on measured_.measure_key = found_.measure_key and found_.is_above_lower and found_.is_below_upper
left join steps_ on measured_.measure_key = steps_.measure_key
{% endmacro %}
