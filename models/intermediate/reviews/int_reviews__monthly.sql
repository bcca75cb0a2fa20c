-- grain: one figure of kpi_monthly as if there were no order review, of the shops, KPIs and months that reviews touch (int_reviews__touched).
select *
from {{ ref('kpi_monthly') }}
where false
