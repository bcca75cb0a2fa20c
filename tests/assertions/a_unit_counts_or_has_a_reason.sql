-- A unit has a numerator or a denominator exactly when it has no reason to be excluded.
select
    definition_set,
    kpi_id,
    unit_key
from {{ ref('kpi_units') }}
where (exclusion_reason is null) <> (coalesce(numerator, denominator) is not null)
