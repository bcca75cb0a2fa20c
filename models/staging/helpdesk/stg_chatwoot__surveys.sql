-- grain: one answer of a Chatwoot csat report, in the version of its newest file.
-- The agent is written as "name (address)"; only the name is kept. The contact is not told by an id.
with ranked as (
    {{ exchange_rows('chatwoot_surveys') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    'chatwoot' as survey_source,
    {{ surrogate_key(['ranked.conversation_link', 'ranked.agent_account', 'ranked.recorded_at']) }} as native_survey_id,
    cast(ranked.recorded_at as timestamp) as answered_at,
    'csat' as survey_kind,
    cast(ranked.rating as decimal(18, 4)) as score,
    cast(5 as decimal(18, 4)) as scale_max,
    cast(null as {{ dbt.type_string() }}) as customer_key,
    trim({{ split_part('ranked.agent_account', "' ('", 1) }}) as agent_account,
    cast(null as {{ dbt.type_string() }}) as team,
    cast(null as {{ dbt.type_string() }}) as native_session_id,
    cast(null as {{ dbt.type_string() }}) as native_ticket_id
from ranked
where ranked.recency = 1
