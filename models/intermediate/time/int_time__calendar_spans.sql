-- grain: one stretch of a day of a shop's business calendar: the time before the first opening, then each opening up to the next.
-- cumulative_ms = open time of the calendar before the stretch opens: elapsed business time is a difference of two of them.
with ordered as (
    select
        *,
        {{ epoch_ms('cast(date_day as timestamp)') }} as day_start_ms,
        max(closes_ms) over (
            partition by platform, shop_id, calendar_id, date_day
            order by opens_ms asc, closes_ms asc
            rows between unbounded preceding and 1 preceding
        ) as taken_until_ms
    from {{ ref('int_time__calendar_openings') }}
),

-- openings that overlap count once
cut as (
    select
        platform,
        shop_id,
        calendar_id,
        date_day,
        day_start_ms,
        day_start_ms + greatest(opens_ms, coalesce(taken_until_ms, 0)) as opens_ms,
        day_start_ms + greatest(closes_ms, coalesce(taken_until_ms, 0)) as closes_ms,
        row_number() over (
            partition by platform, shop_id, calendar_id, date_day
            order by opens_ms asc, closes_ms asc
        ) as span_no
    from ordered
)

select
    platform,
    shop_id,
    calendar_id,
    date_day,
    span_no,
    day_start_ms,
    opens_ms as from_ms,
    coalesce(
        lead(opens_ms) over (partition by platform, shop_id, calendar_id, date_day order by span_no asc),
        day_start_ms + 86400000
    ) as until_ms,
    opens_ms,
    closes_ms,
    cast(
        coalesce(
            sum(closes_ms - opens_ms) over (
                partition by platform, shop_id, calendar_id
                order by date_day asc, span_no asc
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as bigint
    ) as cumulative_ms
from cut
