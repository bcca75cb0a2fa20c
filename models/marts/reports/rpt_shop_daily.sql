-- grain: one shop on one business day, under its own definition set.
with figures as (
    select figures.*
    from {{ ref('kpi_daily') }} as figures
    inner join {{ ref('dim_shop') }} as shops
        on figures.platform = shops.platform and figures.shop_id = shops.shop_id and figures.definition_set = shops.definition_set
    where figures.scope = 'shop'
)

select
    figures.date_day,
    figures.platform,
    figures.shop_id,
    {{ wide_figures() }}
from figures
group by figures.date_day, figures.platform, figures.shop_id
