-- grain: one KPI.
select
    definitions.kpi_id,
    definitions.name_en,
    definitions.name_zh,
    definitions.unit,
    definitions.direction,
    definitions.formula_en,
    definitions.formula_zh,
    definitions.excluded_en,
    definitions.excluded_zh,
    definitions.source,
    definitions.person_based as is_person_based,
    coalesce(places.mart, 'kpi_monthly') as value_mart,
    coalesce(places.value_column, 'value') as value_column,
    case when places.filter_column <> '-' then places.filter_column || ' = ' || places.filter_value end as value_filter
from {{ ref('kpi_definitions') }} as definitions
left join {{ ref('kpi_mart_columns') }} as places on definitions.kpi_id = places.kpi_id
