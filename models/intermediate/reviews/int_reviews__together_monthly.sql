-- grain: one figure of kpi_together_monthly as if there were no order review, of the KPIs and months that a review touches in any shop.
-- It takes the place of all rows of that KPI and month, of untouched persons too.
{{ together_figures(ref('int_reviews__member_units'), ref('int_reviews__member_persons')) }}
