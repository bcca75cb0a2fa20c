-- grain: one metric of the shop beside its peers in one category and period; it stands on the period's last day.
select
    {{ surrogate_key(['benchmarks.platform', 'benchmarks.shop_id', 'benchmarks.benchmark_id']) }} as benchmark_key,
    benchmarks.platform,
    benchmarks.shop_id,
    '(shop)' as agent_id,
    benchmarks.metric,
    benchmarks.category,
    case when benchmarks.category is null then benchmarks.metric else benchmarks.metric || ' · ' || benchmarks.category end as metric_segment,
    benchmarks.period_start,
    benchmarks.period_end as business_date,
    benchmarks.own_value,
    benchmarks.peer_value,
    benchmarks.upper_value,
    benchmarks.percentile,
    bands.band as percentile_band,
    benchmarks.unit
from {{ ref('stg_all__benchmarks') }} as benchmarks
left join {{ ref('ref_benchmark_bands') }} as bands
    on
        benchmarks.metric = bands.metric
        and benchmarks.percentile >= bands.from_percentile and benchmarks.percentile < bands.to_percentile
