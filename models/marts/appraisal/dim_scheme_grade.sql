-- grain: one reading of one grade of a scheme version and its tenure gate.
-- depends_on: {{ ref('int_appraisal__scheme_problems') }}
select
    scheme_id,
    cast(scheme_version as integer) as scheme_version,
    grade_id,
    cast(grade_no as integer) as grade_no,
    name_en,
    name_zh,
    reading,
    cast(is_in_force as boolean) as is_in_force,
    cast(tenure_months as integer) as tenure_months,
    tenure_clock,
    nullif(clock_grade_id, '-') as clock_grade_id,
    nullif(flag_en, '-') as flag_en,
    nullif(flag_zh, '-') as flag_zh
from {{ ref('appraisal_grades') }}
