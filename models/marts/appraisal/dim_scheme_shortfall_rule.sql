-- grain: one rule of a scheme version that deducts points below a reference, per failed unit where there are few units.
-- depends_on: {{ ref('int_appraisal__scheme_problems') }}
select
    scheme_id,
    cast(scheme_version as integer) as scheme_version,
    rule_id,
    cast(small_sample_count as integer) as small_sample_count,
    cast(start_points as decimal(28, 8)) as start_points,
    cast(points_per_percent as decimal(28, 8)) as points_per_percent,
    cast(percent_step as decimal(28, 8)) as percent_step,
    cast(points_per_failed_unit as decimal(28, 8)) as points_per_failed_unit,
    cast(floor_points as decimal(28, 8)) as floor_points
from {{ ref('appraisal_shortfall_rules') }}
