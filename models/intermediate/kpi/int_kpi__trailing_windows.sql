-- grain: one day of one figure over the last days: the days that it takes in.
select
    shapes.platform,
    shapes.shop_id,
    shapes.definition_set,
    shapes.kpi_id,
    days.date_day,
    days.month_start,
    {{ add_days('days.date_day', '1 - rules.trailing_days') }} as first_day,
    lead(days.date_day) over (
        partition by shapes.platform, shapes.shop_id, shapes.definition_set, shapes.kpi_id, days.month_start
        order by days.date_day asc
    ) is null as is_last_of_month
from {{ ref('int_kpi__shapes') }} as shapes
inner join {{ ref('int_kpi__data_until') }} as until
    on shapes.platform = until.platform and shapes.shop_id = until.shop_id
inner join {{ ref('dim_date') }} as days on until.data_until >= days.date_day
inner join {{ ref('int_kpi__rules') }} as rules
    on
        shapes.platform = rules.platform and shapes.shop_id = rules.shop_id
        and shapes.definition_set = rules.definition_set and shapes.kpi_id = rules.kpi_id
        and days.date_day between rules.valid_from and rules.valid_to
where shapes.period = 'trailing'
