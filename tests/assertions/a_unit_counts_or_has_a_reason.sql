-- A unit has a numerator exactly when it has no reason to be excluded.
select
    definition_set,
    kpi_id,
    unit_key
from {{ ref('kpi_units') }}
where (exclusion_reason is null) <> (numerator is not null)
