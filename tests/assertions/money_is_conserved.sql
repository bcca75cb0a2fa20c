-- Agents and silent orders together are the shop, to the cent, every day.
with daily as (
    select
        platform,
        shop_id,
        date_day,
        kpi_id,
        sum(case when scope = 'agent' then numerator else 0 end) as agents_and_silent,
        sum(case when scope = 'shop' then numerator else 0 end) as shop
    from {{ ref('kpi_daily') }}
    where kpi_id in ('sales_amount', 'sales_orders', 'sales_items')
    group by platform, shop_id, date_day, kpi_id
)

select *
from daily
where agents_and_silent <> shop
