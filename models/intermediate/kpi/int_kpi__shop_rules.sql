-- grain: one shop in one period: the general rules of its own definition set, by which facts are built.
select *
from {{ ref('int_kpi__rules') }}
where is_own_set and kpi_id = '*'
