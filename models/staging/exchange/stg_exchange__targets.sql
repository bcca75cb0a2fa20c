-- grain: one target of an agent, or of the shop, for a KPI and a month or quarter, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_targets') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    case when ranked.agent_id = '全店' then '(shop)' else ranked.agent_id end as agent_id,
    ranked.kpi_id,
    case
        when coalesce(ranked.period, 'month') in ('month', '月') then 'month'
        when ranked.period in ('quarter', '季', '季度') then 'quarter'
        else ranked.period
    end as target_period,
    cast(ranked.month as date) as month_start,
    cast(ranked.target_value as decimal(28, 8)) as target_value,
    cast(ranked.base_value as decimal(28, 8)) as base_value
from ranked
where ranked.recency = 1
