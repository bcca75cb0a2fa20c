-- grain: one complaint of the exchange format, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_complaints') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    ranked.complaint_id as native_complaint_id,
    cast(ranked.complained_at as timestamp) as complained_at,
    ranked.agent_account,
    {{ customer_key('ranked.known_platform', 'ranked.customer_id') }} as customer_key,
    ranked.order_id,
    ranked.session_id as native_session_id,
    {{ masked('ranked.complaint_type') }} as complaint_type,
    ranked.is_upheld = 'true' as is_upheld
from ranked
where ranked.recency = 1
