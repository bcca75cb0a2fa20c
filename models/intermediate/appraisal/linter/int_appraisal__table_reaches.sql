-- grain: one band table of a scheme version with the stretch of positions that the measures of all its uses can take.
with spans as (
    select
        uses.scheme_id,
        uses.scheme_version,
        uses.rule_id as band_table,
        coalesce({{ position_of('uses.lowest') }}, {{ position_without_limit('below') }}) as begins_at,
        coalesce(
            {{ position_of('uses.highest') }} + case when uses.is_highest_included then 1 else 0 end, {{ position_without_limit('above') }}
        ) as ends_at,
        uses.is_whole
    from {{ ref('int_appraisal__rule_uses') }} as uses
    where uses.strategy in ('band', 'rate_band', 'marginal_rate')
)

select
    scheme_id,
    scheme_version,
    band_table,
    min(begins_at) as begins_at,
    max(ends_at) as ends_at,
    bool_and(is_whole) as is_whole
from spans
group by scheme_id, scheme_version, band_table
