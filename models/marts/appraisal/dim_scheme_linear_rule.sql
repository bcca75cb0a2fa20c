-- grain: one straight line of a scheme version: result = from_result + (measure - from_measure) x slope, between floor and cap.
-- depends_on: {{ ref('int_appraisal__scheme_problems') }}
select
    scheme_id,
    cast(scheme_version as integer) as scheme_version,
    rule_id,
    cast(from_measure as decimal(28, 8)) as from_measure,
    cast(from_result as decimal(28, 8)) as from_result,
    cast(slope as decimal(28, 8)) as slope,
    cast(floor_result as decimal(28, 8)) as floor_result,
    cast(cap_result as decimal(28, 8)) as cap_result,
    cast(rounding_step as decimal(28, 8)) as rounding_step
from {{ ref('appraisal_linear_rules') }}
