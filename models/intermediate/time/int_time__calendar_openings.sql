-- grain: one opening of a shop's business calendar on one day, from midnight in milliseconds; every day begins with an empty one.
-- A day of the calendar's own exceptions goes before a public holiday, and that before the week.
with bounds as (
    select
        platform,
        shop_id,
        min(cast(raised_at as date)) as first_day,
        cast(max(greatest(
            raised_at, coalesce(first_response_at, raised_at), coalesce(resolved_at, raised_at), coalesce(reopened_at, raised_at),
            coalesce(closed_at, raised_at), exported_at
        )) as date) as last_day
    from {{ ref('stg_all__tickets') }}
    group by platform, shop_id
),

span_of_all as (
    select
        min(first_day) as first_day,
        max(last_day) as last_day
    from bounds
),

days as (
    {{ days_of('span_of_all') }}
),

week as (
    select *
    from {{ ref('stg_all__calendars') }}
    where opens_ms < closes_ms
),

-- the hours of a day that is worked out of turn, where nobody says them
calendars as (
    select
        platform,
        shop_id,
        calendar_id,
        max(case when is_holiday_closed then 1 else 0 end) = 1 as is_holiday_closed,
        min(weekday) as first_weekday
    from week
    group by platform, shop_id, calendar_id
),

weekdays as (
    select distinct
        platform,
        shop_id,
        calendar_id,
        weekday
    from week
),

own_days as (
    select
        platform,
        shop_id,
        calendar_id,
        date_day,
        max(day_kind) as day_kind,
        max(case when opens_ms < closes_ms then 1 else 0 end) = 1 as has_hours
    from {{ ref('stg_exchange__calendar_days') }}
    group by platform, shop_id, calendar_id, date_day
),

planned as (
    select
        calendars.platform,
        calendars.shop_id,
        calendars.calendar_id,
        calendars.first_weekday,
        days.day_ as date_day,
        cast({{ iso_weekday('days.day_') }} as integer) as weekday,
        coalesce(own_days.day_kind, case when calendars.is_holiday_closed then national.day_kind end, '-') as day_kind,
        coalesce(own_days.has_hours, false) as has_hours
    from calendars
    inner join bounds on calendars.platform = bounds.platform and calendars.shop_id = bounds.shop_id
    inner join days on days.day_ between bounds.first_day and bounds.last_day
    left join own_days
        on
            calendars.platform = own_days.platform and calendars.shop_id = own_days.shop_id
            and calendars.calendar_id = own_days.calendar_id and days.day_ = own_days.date_day
    left join {{ ref('ref_calendar_exceptions') }} as national on days.day_ = national.date_day
)

select
    planned.platform,
    planned.shop_id,
    planned.calendar_id,
    planned.date_day,
    cast(0 as bigint) as opens_ms,
    cast(0 as bigint) as closes_ms
from planned
union all
select
    planned.platform,
    planned.shop_id,
    planned.calendar_id,
    planned.date_day,
    own.opens_ms,
    own.closes_ms
from planned
inner join {{ ref('stg_exchange__calendar_days') }} as own
    on
        planned.platform = own.platform and planned.shop_id = own.shop_id
        and planned.calendar_id = own.calendar_id and planned.date_day = own.date_day
where own.opens_ms < own.closes_ms
union all
select
    planned.platform,
    planned.shop_id,
    planned.calendar_id,
    planned.date_day,
    week.opens_ms,
    week.closes_ms
from planned
left join weekdays
    on
        planned.platform = weekdays.platform and planned.shop_id = weekdays.shop_id
        and planned.calendar_id = weekdays.calendar_id and planned.weekday = weekdays.weekday
inner join week
    on
        planned.platform = week.platform and planned.shop_id = week.shop_id and planned.calendar_id = week.calendar_id
        and week.weekday = case
            when planned.day_kind = 'workday' and weekdays.weekday is null then planned.first_weekday
            else planned.weekday
        end
where not planned.has_hours and planned.day_kind <> 'holiday'
