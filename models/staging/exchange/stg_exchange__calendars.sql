-- grain: one opening span of a weekday of a shop's own calendar; the newest file that names a calendar tells its whole week.
with ranked as (
    {{ exchange_rows('exchange_calendars') }}
),

newest as (
    select
        shop_id,
        known_platform,
        calendar_id,
        source_file,
        row_number() over (
            partition by shop_id, known_platform, calendar_id
            order by max(export_rank) desc, source_file desc
        ) as recency
    from ranked
    group by shop_id, known_platform, calendar_id, source_file
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    ranked.calendar_id,
    cast(ranked.weekday as integer) as weekday,
    cast({{ clock_minutes('ranked.opens') }} as bigint) * 60000 as opens_ms,
    cast({{ clock_minutes('ranked.closes') }} as bigint) * 60000 as closes_ms,
    coalesce(ranked.is_holiday_closed = 'true', false) as is_holiday_closed
from ranked
inner join newest
    on
        ranked.shop_id = newest.shop_id and ranked.known_platform = newest.known_platform
        and ranked.calendar_id = newest.calendar_id and ranked.source_file = newest.source_file and newest.recency = 1
where ranked.recency = 1
