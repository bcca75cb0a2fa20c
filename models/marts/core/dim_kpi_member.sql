-- grain: one KPI of one shop under one definition set: which unit it counts, in which population, by which measures.
select
    platform,
    shop_id,
    definition_set,
    is_own_set,
    kpi_id,
    unit_type,
    population,
    numerator_measure,
    numerator_kind,
    denominator_measure,
    denominator_kind,
    finality
from {{ ref('int_kpi__members') }}
