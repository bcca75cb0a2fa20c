-- grain: one condition of a scheme version beside the score, and what fails with it.
-- depends_on: {{ ref('int_appraisal__scheme_problems') }}
select
    scheme_id,
    cast(scheme_version as integer) as scheme_version,
    gate_id,
    kpi_id,
    nullif(definition_set, '-') as definition_set,
    person_basis,
    measure,
    comparison,
    cast(limit_value as decimal(28, 8)) as limit_value,
    effect,
    name_en,
    name_zh
from {{ ref('appraisal_gates') }}
