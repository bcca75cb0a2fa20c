-- grain: one figure of kpi_monthly as if there were no order review, of the shops, KPIs and months that reviews touch (int_reviews__touched).
-- It takes the place of all rows of that shop, KPI and month. Figures made of other figures keep what they are.
with figures as (
    {{ aggregate_day_totals('month', ['units', 'person_days', 'distinct_persons'], ref('int_reviews__day_totals'), ref('int_reviews__day_persons')) }}
),

touched as (
    select figures.*
    from figures
    inner join {{ ref('int_reviews__touched') }} as touched
        on
            figures.platform = touched.platform and figures.shop_id = touched.shop_id
            and figures.definition_set = touched.definition_set and figures.kpi_id = touched.kpi_id
            and figures.period_start = touched.month_start
)

{{ monthly_figures('touched') }}
