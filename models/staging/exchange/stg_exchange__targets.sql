-- grain: one target of an agent, month and KPI, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_targets', ['source.agent_id', 'source.kpi_id', 'source.month']) }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    ranked.agent_id,
    ranked.kpi_id,
    cast(ranked.month as date) as month_start,
    cast(ranked.target_value as decimal(28, 4)) as target_value
from ranked
where ranked.recency = 1
