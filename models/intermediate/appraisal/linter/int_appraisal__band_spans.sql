-- grain: one band of a scheme's seeds with the stretch of the number line that it holds, in positions: a position is twice the value in
-- hundred-millionths, one more stands just above the value. A band holds the positions from begins_at up to, without, ends_at.
with named as (
    select
        {{ scheme_row_name('appraisal_bands', 'bands') }} as row_name,
        bands.*,
        left(bands.bounds, 1) || bands.lower_value || ', ' || bands.upper_value || right(bands.bounds, 1) as span,
        {{ cell_number('bands.result') }} as result_number,
        case
            when bands.lower_value = '-inf' then {{ position_without_limit('below') }}
            else {{ position_of(cell_number('bands.lower_value')) }} + case left(bands.bounds, 1) when '[' then 0 when '(' then 1 end
        end as begins_at,
        case
            when bands.upper_value = 'inf' then {{ position_without_limit('above') }}
            else {{ position_of(cell_number('bands.upper_value')) }} + case right(bands.bounds, 1) when ')' then 0 when ']' then 1 end
        end as ends_at
    from {{ ref('appraisal_bands') }} as bands
)

select
    row_name,
    scheme_id,
    scheme_version,
    band_table,
    band_no,
    span,
    result,
    result_number,
    begins_at,
    ends_at,
    row_number() over (
        partition by scheme_id, scheme_version, band_table
        order by begins_at asc nulls last, ends_at asc nulls last, band_no asc nulls last, label_en asc nulls last
    ) as span_no
from named
