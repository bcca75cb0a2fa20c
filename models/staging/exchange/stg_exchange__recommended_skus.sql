-- grain: one product that an agent recommended to a customer at one time, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_recommended_skus') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    {{ personal_key([
        'ranked.session_id', 'ranked.customer_id', 'ranked.agent_account', 'ranked.sku_id', 'ranked.recommended_at'
    ]) }} as recommendation_id,
    ranked.session_id as native_session_id,
    case when ranked.customer_id not like '%**%' then {{ customer_key('ranked.known_platform', 'ranked.customer_id') }} end as customer_key,
    ranked.agent_account,
    ranked.sku_id,
    cast(ranked.recommended_at as timestamp) as recommended_at
from ranked
where ranked.recency = 1
