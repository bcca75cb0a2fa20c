-- grain: one KPI.
select
    kpi_id,
    name_en,
    name_zh,
    unit,
    direction,
    formula_en,
    formula_zh,
    excluded_en,
    excluded_zh,
    source,
    person_based as is_person_based
from {{ ref('kpi_definitions') }}
