-- grain: one item of pay of a scheme version, for one grade or for all.
-- depends_on: {{ ref('int_appraisal__scheme_problems') }}
select
    scheme_id,
    cast(scheme_version as integer) as scheme_version,
    item_id,
    name_en,
    name_zh,
    item_kind,
    grade_id,
    measure,
    nullif(kpi_id, '-') as kpi_id,
    nullif(definition_set, '-') as definition_set,
    nullif(person_basis, '-') as person_basis,
    strategy,
    rule_id,
    counts_as,
    in_probation,
    part_month,
    cast(minimum_count as integer) as minimum_count
from {{ ref('appraisal_pay_items') }}
