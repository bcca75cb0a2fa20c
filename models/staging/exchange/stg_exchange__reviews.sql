-- grain: one review of an order, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_reviews') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    ranked.review_id,
    ranked.order_id,
    {{ customer_key('ranked.known_platform', 'ranked.customer_id') }} as customer_key,
    ranked.agent_account,
    cast(ranked.reviewed_at as timestamp) as reviewed_at,
    ranked.rating as native_rating,
    ratings.review_level,
    cast(ranked.revised_at as timestamp) as revised_at,
    ranked.revised_rating as native_revised_rating,
    revised.review_level as revised_level,
    cast(ranked.dsr_description as decimal(28, 8)) as dsr_description,
    cast(ranked.dsr_service as decimal(28, 8)) as dsr_service,
    cast(ranked.dsr_logistics as decimal(28, 8)) as dsr_logistics
from ranked
left join {{ ref('ref_review_ratings') }} as ratings on lower(ranked.rating) = ratings.native_rating
left join {{ ref('ref_review_ratings') }} as revised on lower(ranked.revised_rating) = revised.native_rating
where ranked.recency = 1
