-- grain: one landed row of traffic: a day of the shop (channel NULL), of a channel (sub_channel NULL) or of a part of it; recency 1 is its newest version.
with worded as (
    select
        traffic.*,
        case when totals.native_channel is null then traffic.channel end as known_channel,
        case when sub_totals.native_channel is null then traffic.sub_channel end as known_sub_channel
    from {{ source('landing', 'jd_shop_traffic') }} as traffic
    left join {{ ref('ref_traffic_totals') }} as totals
        on traffic.channel = totals.native_channel and totals.platform = 'jd'
    left join {{ ref('ref_traffic_totals') }} as sub_totals
        on traffic.sub_channel = sub_totals.native_channel and sub_totals.platform = 'jd'
),

levelled as (
    select
        shop_id,
        stat_date,
        coalesce(known_channel, known_sub_channel) as channel,
        case when known_channel is not null then known_sub_channel end as sub_channel,
        visitors,
        page_views,
        export_rank,
        source_file,
        source_file_id,
        source_row
    from worded
)

select
    *,
    row_number() over (
        partition by shop_id, stat_date, channel, sub_channel
        order by export_rank desc, source_file desc, source_row desc
    ) as recency
from levelled
