-- grain: one KPI of one shop under one definition set: and one kind of unit that it counts: population and measures.
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
    finality,
    scope,
    period,
    is_segmented
from {{ ref('int_kpi__members') }}
