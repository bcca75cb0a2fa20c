-- grain: one score of one DSR axis: published by the platform, or given in a review.
-- A shop's published scores of an axis stand for it; its reviews' points would count the same buyers twice.
with published as (
    select
        benchmark_key as score_key,
        platform,
        shop_id,
        business_date,
        replace(metric, 'dsr_', '') as axis,
        own_value as points,
        true as is_published
    from {{ ref('fct_benchmark') }}
    where metric in ('dsr_description', 'dsr_service', 'dsr_logistics') and category is null and own_value is not null
),

given as (
    {%- for axis in ['description', 'service', 'logistics'] %}
    select
        {{ surrogate_key(['review_key', "'" ~ axis ~ "'"]) }} as score_key,
        platform,
        shop_id,
        business_date,
        '{{ axis }}' as axis,
        dsr_{{ axis }} as points,
        false as is_published
    from {{ ref('fct_review') }}
    where dsr_{{ axis }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

scores as (
    select * from published
    union all
    select * from given
)

select
    score_key,
    platform,
    shop_id,
    '(shop)' as agent_id,
    business_date,
    axis,
    points,
    is_published,
    bool_or(is_published) over (partition by platform, shop_id, axis) as is_axis_published
from scores
