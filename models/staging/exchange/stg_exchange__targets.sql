-- grain: one target of an agent, month and KPI, in the version of its newest file.
with shops as (
    select
        shop_id,
        platform
    from {{ ref('stg_landing__shops') }}
    where is_default_platform
),

ranked as (
    select
        source.*,
        row_number() over (
            partition by source.shop_id, source.platform, source.agent_id, source.kpi_id, source.month
            order by source.export_rank desc, source.source_file desc, source.source_row desc
        ) as recency
    from {{ source('landing', 'exchange_targets') }} as source
)

select
    coalesce(ranked.platform, shops.platform, 'other') as platform,
    ranked.shop_id,
    ranked.agent_id,
    ranked.kpi_id,
    cast(ranked.month as date) as month_start,
    cast(ranked.target_value as decimal(28, 4)) as target_value
from ranked
left join shops on ranked.shop_id = shops.shop_id
where ranked.recency = 1
