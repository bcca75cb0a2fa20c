-- Each KPI that counts persons has a bit of one bigint: there may be 62 of them.
select *
from {{ ref('int_kpi__shapes') }}
where person_bit > {{ 2 ** 61 }}
