-- grain: one figure of kpi_together_monthly as if there were no order review, of the KPIs and months that a review touches in any shop.
select *
from {{ ref('kpi_together_monthly') }}
where false
