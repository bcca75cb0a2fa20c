-- grain: one shop and day with traffic told by a file: its unique visitors (UV) and page views.
-- The shop's own row is the total. Only without one the channels are added up; a channel's parts likewise. Products never.
{%- set measures = ['visitors', 'page_views'] %}
with channels as (
    select
        platform,
        shop_id,
        stat_date,
        {%- for measure in measures %}
        coalesce(
            max(case when sub_channel is null then {{ measure }} end),
            case
                when bool_and(sub_channel is null or {{ measure }} is not null)
                    then cast(sum(case when sub_channel is not null then {{ measure }} end) as bigint)
            end
        ) as {{ measure }},
        {%- endfor %}
        channel
    from {{ ref('stg_all__traffic') }}
    where not is_product
    group by platform, shop_id, stat_date, channel
),

products as (
    select
        platform,
        shop_id,
        stat_date,
        count(*) as count_products
    from {{ ref('stg_all__traffic') }}
    where is_product
    group by platform, shop_id, stat_date
),

days as (
    select
        platform,
        shop_id,
        stat_date,
        {%- for measure in measures %}
        max(case when channel is null then {{ measure }} end) as total_{{ measure }},
        -- one channel unknown, and the sum is unknown
        case
            when bool_and(channel is null or {{ measure }} is not null)
                then cast(sum(case when channel is not null then {{ measure }} end) as bigint)
        end as summed_{{ measure }},
        {%- endfor %}
        count(channel) as count_channels
    from channels
    group by platform, shop_id, stat_date
)

select
    {{ surrogate_key([
        'coalesce(days.platform, products.platform)', 'coalesce(days.shop_id, products.shop_id)', 'coalesce(days.stat_date, products.stat_date)',
    ]) }} as traffic_key,
    coalesce(days.platform, products.platform) as platform,
    coalesce(days.shop_id, products.shop_id) as shop_id,
    coalesce(days.stat_date, products.stat_date) as business_date,
    coalesce(days.total_visitors, days.summed_visitors) as visitors,
    coalesce(days.total_page_views, days.summed_page_views) as page_views,
    case
        when days.total_visitors is not null then 'shop'
        when days.summed_visitors is not null then 'channels'
        else 'none'
    end as visitors_basis,
    coalesce(days.count_channels, 0) as count_channels,
    coalesce(products.count_products, 0) as count_products
from days
full outer join products
    on days.platform = products.platform and days.shop_id = products.shop_id and days.stat_date = products.stat_date
