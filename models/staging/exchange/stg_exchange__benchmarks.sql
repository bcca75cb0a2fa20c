-- grain: one metric of the shop beside its peers in one category and period, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_benchmarks') }}
)

select
    known_platform as platform,
    shop_id,
    {{ surrogate_key([
        'metric', 'category', 'coalesce(stat_date, period_start, period_end)', 'coalesce(stat_date, period_end, period_start)',
    ]) }} as benchmark_id,
    metric,
    {{ masked('category') }} as category,
    cast(coalesce(stat_date, period_start, period_end) as date) as period_start,
    cast(coalesce(stat_date, period_end, period_start) as date) as period_end,
    cast(own_value as decimal(28, 8)) as own_value,
    cast(peer_value as decimal(28, 8)) as peer_value,
    cast(upper_value as decimal(28, 8)) as upper_value,
    cast(percentile as decimal(28, 8)) as percentile,
    unit
from ranked
where recency = 1
