-- grain: one message of a campaign to one customer, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_outreach') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    ranked.outreach_id,
    {{ masked('ranked.campaign_id') }} as campaign_id,
    -- a masked name (t******7) names nobody
    case when ranked.customer_id not like '%**%' then {{ customer_key('ranked.known_platform', 'ranked.customer_id') }} end as customer_key,
    ranked.agent_account,
    cast(ranked.sent_at as timestamp) as sent_at,
    coalesce(ranked.is_opted_out = 'true', false) as is_opted_out
from ranked
where ranked.recency = 1
