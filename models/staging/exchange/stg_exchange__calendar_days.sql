-- grain: one day on which a shop's calendar differs from its week, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_calendar_days') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    ranked.calendar_id,
    cast(ranked.date_day as date) as date_day,
    lower(ranked.day_kind) as day_kind,
    coalesce(ranked.opens, '-') as opens_key,
    cast({{ clock_minutes('ranked.opens') }} as bigint) * 60000 as opens_ms,
    cast({{ clock_minutes('ranked.closes') }} as bigint) * 60000 as closes_ms
from ranked
where ranked.recency = 1
