-- grain: one shop and day: how much of the promised hours had at least one agent online.
-- Presence tells it; where a shop's files hold no presence, the planned shifts do, up to the day that the data reaches.
with present as (
    select distinct
        platform,
        shop_id
    from {{ ref('stg_exchange__presence') }}
),

stretches as (
    select
        platform,
        shop_id,
        'presence' as told_by,
        started_ms,
        ended_ms,
        state = 'online' as is_online
    from {{ ref('stg_exchange__presence') }}
    union all
    select
        shifts.platform,
        shifts.shop_id,
        'shifts' as told_by,
        shifts.started_ms,
        shifts.ended_ms,
        true as is_online
    from {{ ref('stg_exchange__shifts') }} as shifts
    left join present on shifts.platform = present.platform and shifts.shop_id = present.shop_id
    where present.shop_id is null
),

spans as (
    select
        platform,
        shop_id,
        told_by,
        cast({{ timestamp_of_ms('min(started_ms)') }} as date) as first_day,
        cast({{ timestamp_of_ms('max(greatest(started_ms, coalesce(ended_ms - 1, started_ms)))') }} as date) as last_day
    from stretches
    group by platform, shop_id, told_by
),

bounds as (
    select
        min(first_day) as first_day,
        max(last_day) as last_day
    from spans
),

days as (
    {{ days_of('bounds') }}
),

promised as (
    select
        spans.platform,
        spans.shop_id,
        spans.told_by,
        days.day_ as date_day,
        {{ epoch_ms('cast(days.day_ as timestamp)') }} + rules.promised_start_ms as opens_ms,
        {{ epoch_ms('cast(days.day_ as timestamp)') }} + rules.promised_end_ms
        + case when rules.promised_end_ms <= rules.promised_start_ms then 86400000 else 0 end as closes_ms
    from spans
    inner join days on days.day_ between spans.first_day and spans.last_day
    inner join {{ ref('int_kpi__data_until') }} as until
        on spans.platform = until.platform and spans.shop_id = until.shop_id and days.day_ <= until.data_until
    inner join {{ ref('int_kpi__rules') }} as rules
        on
            spans.platform = rules.platform and spans.shop_id = rules.shop_id and rules.is_own_set
            and rules.kpi_id = 'service_coverage_hours' and days.day_ between rules.valid_from and rules.valid_to
),

clipped as (
    select
        promised.platform,
        promised.shop_id,
        promised.date_day,
        greatest(stretches.started_ms, promised.opens_ms) as from_ms,
        least(stretches.ended_ms, promised.closes_ms) as to_ms
    from promised
    inner join stretches
        on
            promised.platform = stretches.platform and promised.shop_id = stretches.shop_id and stretches.is_online
            and promised.closes_ms > stretches.started_ms and promised.opens_ms < stretches.ended_ms
),

covered as (
    select
        platform,
        shop_id,
        date_day,
        {{ newly_covered_ms('from_ms', 'to_ms', 'platform, shop_id, date_day', 'from_ms asc, to_ms asc') }} as covered_ms
    from clipped
),

totals as (
    select
        platform,
        shop_id,
        date_day,
        sum(covered_ms) as covered_ms
    from covered
    group by platform, shop_id, date_day
)

select
    {{ surrogate_key(['promised.platform', 'promised.shop_id', 'promised.date_day']) }} as coverage_key,
    promised.platform,
    promised.shop_id,
    cast(null as {{ dbt.type_string() }}) as agent_id,
    promised.date_day,
    promised.told_by,
    promised.closes_ms - promised.opens_ms as promised_ms,
    cast(coalesce(totals.covered_ms, 0) as bigint) as covered_ms
from promised
left join totals
    on
        promised.platform = totals.platform and promised.shop_id = totals.shop_id
        and promised.date_day = totals.date_day
