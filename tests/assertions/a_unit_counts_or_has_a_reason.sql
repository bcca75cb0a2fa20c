-- A unit has a numerator or a denominator exactly when it has no reason to be excluded.
select *
from {{ ref('int_kpi__day_totals') }}
where count_contradictions > 0
