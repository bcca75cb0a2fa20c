-- grain: one shop on one business day, under its own definition set.
with figures as (
    {{ own_figures(ref('kpi_daily'), 'date_day', 'shop') }}
)

select
    figures.date_day,
    figures.platform,
    figures.shop_id,
    {{ wide_figures() }}
from figures
group by figures.date_day, figures.platform, figures.shop_id
