-- grain: one KPI of one shop and month whose figures an order review changes, a share of such a KPI among them.
select
    platform,
    shop_id,
    definition_set,
    kpi_id,
    month_start
from {{ ref('kpi_monthly') }}
where false
