-- grain: one shop: the last day its data reaches, by which a figure is provisional or final.
with days as (
    select
        platform,
        shop_id,
        business_date as day_
    from {{ ref('fct_session') }}
    union all
    select
        platform,
        shop_id,
        created_date as day_
    from {{ ref('fct_order') }}
    union all
    select
        platform,
        shop_id,
        paid_date as day_
    from {{ ref('fct_order') }}
    union all
    select
        platform,
        shop_id,
        cast(greatest(raised_at, first_response_at, resolved_at, reopened_at, closed_at, feedback_at) as date) as day_
    from {{ ref('stg_all__tickets') }}
    union all
    select
        platform,
        shop_id,
        cast(answered_at as date) as day_
    from {{ ref('stg_all__surveys') }}
    union all
    select
        platform,
        shop_id,
        cast(complained_at as date) as day_
    from {{ ref('stg_exchange__complaints') }}
    union all
    select
        platform,
        shop_id,
        cast(greatest(applied_at, finished_at) as date) as day_
    from {{ ref('stg_all__refunds') }}
    union all
    select
        platform,
        shop_id,
        cast(greatest(reviewed_at, revised_at) as date) as day_
    from {{ ref('stg_all__reviews') }}
    union all
    select
        platform,
        shop_id,
        stat_date as day_
    from {{ ref('stg_all__traffic') }}
    union all
    select
        platform,
        shop_id,
        period_end as day_
    from {{ ref('stg_all__benchmarks') }}
    union all
    select
        platform,
        shop_id,
        day_
    from {{ ref('int_core__workforce_days') }}
    union all
    -- an export made later than its last row says that nothing came after it; a file's own clock says nothing
    select
        shops.platform,
        shops.shop_id,
        cast(files.exported_at as date) as day_
    from {{ ref('stg_landing__files') }} as files
    inner join {{ ref('stg_landing__shops') }} as shops on files.shop_id = shops.shop_id
    -- a list of people says nothing of the shop's trade
    left join {{ ref('ref_kinds_above_shops') }} as lists on files.file_kind = lists.file_kind
    where files.status = 'landed' and files.export_time_source in ('name', 'content') and lists.file_kind is null
),

-- a shift plan reaches into the future: it only counts where nothing else tells a day
planned as (
    select
        platform,
        shop_id,
        max(cast({{ timestamp_of_ms('started_ms') }} as date)) as data_until
    from {{ ref('stg_exchange__shifts') }}
    group by platform, shop_id
),

reached as (
    select
        platform,
        shop_id,
        max(day_) as data_until
    from days
    group by platform, shop_id
)

select
    coalesce(reached.platform, planned.platform) as platform,
    coalesce(reached.shop_id, planned.shop_id) as shop_id,
    coalesce(reached.data_until, planned.data_until) as data_until
from reached
full outer join planned on reached.platform = planned.platform and reached.shop_id = planned.shop_id
