-- grain: one survey answer of the exchange format, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_surveys') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    'exchange' as survey_source,
    ranked.survey_id as native_survey_id,
    cast(ranked.answered_at as timestamp) as answered_at,
    lower(ranked.survey_kind) as survey_kind,
    cast(ranked.score as decimal(18, 4)) as score,
    coalesce(
        cast(ranked.scale_max as decimal(18, 4)),
        case lower(ranked.survey_kind) when 'csat' then 5 when 'nps' then 10 end
    ) as scale_max,
    {{ customer_key('ranked.known_platform', 'ranked.customer_id') }} as customer_key,
    ranked.agent_account,
    ranked.team,
    ranked.session_id as native_session_id,
    ranked.ticket_id as native_ticket_id
from ranked
where ranked.recency = 1
