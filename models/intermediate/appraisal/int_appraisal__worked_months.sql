-- grain: one month and shop in which a person has figures: which months there are, and how far the shop's data reaches.
with reached as (
    select max(data_until) as last_day
    from {{ ref('int_kpi__data_until') }}
)

select
    totals.agent_id,
    {{ month_start('totals.business_date') }} as month_start,
    totals.platform,
    totals.shop_id,
    min(until.data_until) as data_until
from {{ ref('int_kpi__day_totals') }} as totals
inner join {{ ref('int_kpi__data_until') }} as until
    on totals.platform = until.platform and totals.shop_id = until.shop_id
-- a plan may reach into the future, the data does not
inner join reached on totals.business_date <= reached.last_day
where totals.agent_id not like '(%'
group by totals.agent_id, {{ month_start('totals.business_date') }}, totals.platform, totals.shop_id
