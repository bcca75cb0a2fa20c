-- grain: one planned shift of an agent, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_shifts') }}
)

select
    known_platform as platform,
    shop_id,
    agent_account,
    {{ epoch_ms('cast(starts_at as timestamp)') }} as started_ms,
    {{ epoch_ms('cast(ends_at as timestamp)') }} as ended_ms
from ranked
where recency = 1
