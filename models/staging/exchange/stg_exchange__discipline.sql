-- grain: one deduction for conduct at the workplace, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_discipline') }}
)

select
    known_platform as platform,
    shop_id,
    event_id,
    cast(happened_on as date) as happened_date,
    agent_account,
    cast(points as decimal(18, 4)) as points
from ranked
where recency = 1
