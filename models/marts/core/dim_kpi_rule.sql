-- grain: one KPI ('*' = the set's general rules) of one shop under one definition set in one period, all rules resolved.
select *
from {{ ref('int_kpi__rules') }}
