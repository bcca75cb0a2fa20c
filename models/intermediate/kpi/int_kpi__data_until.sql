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
    -- an export made later than its last row says that nothing came after it; a file's own clock says nothing
    select
        shops.platform,
        shops.shop_id,
        cast(files.exported_at as date) as day_
    from {{ ref('stg_landing__files') }} as files
    inner join {{ ref('stg_landing__shops') }} as shops on files.shop_id = shops.shop_id
    where files.status = 'landed' and files.export_time_source in ('name', 'content')
)

select
    platform,
    shop_id,
    max(day_) as data_until
from days
group by platform, shop_id
