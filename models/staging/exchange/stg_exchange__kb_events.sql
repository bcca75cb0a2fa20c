-- grain: one use of the knowledge base, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_kb_events') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    ranked.event_id,
    ranked.event_kind,
    ranked.agent_account,
    ranked.session_id as native_session_id,
    -- a masked name (t******7) names nobody
    case when ranked.customer_id not like '%**%' then {{ customer_key('ranked.known_platform', 'ranked.customer_id') }} end as customer_key,
    cast(ranked.happened_at as timestamp) as happened_at
from ranked
where ranked.recency = 1
