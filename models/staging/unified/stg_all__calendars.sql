-- grain: one opening span of a weekday of a shop's calendar; a shop's own calendar replaces the built-in one of its name.
with own as (
    select * from {{ ref('stg_exchange__calendars') }}
),

named as (
    select distinct
        platform,
        shop_id,
        calendar_id
    from own
)

select * from own
union all
select
    shops.platform,
    shops.shop_id,
    calendars.calendar_id,
    calendars.weekday,
    cast({{ clock_minutes('calendars.opens') }} as bigint) * 60000 as opens_ms,
    cast({{ clock_minutes('calendars.closes') }} as bigint) * 60000 as closes_ms,
    calendars.is_holiday_closed
from {{ ref('stg_landing__shops') }} as shops
cross join {{ ref('ref_calendars') }} as calendars
left join named
    on shops.platform = named.platform and shops.shop_id = named.shop_id and calendars.calendar_id = named.calendar_id
where named.calendar_id is null
