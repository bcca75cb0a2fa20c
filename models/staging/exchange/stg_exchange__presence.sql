-- grain: one stretch of time in which an agent was in one state, in the version of its newest file.
-- A stretch without an end ends where the agent's next one begins.
with ranked as (
    {{ exchange_rows('exchange_presence') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    ranked.agent_account,
    coalesce(words.meaning, 'unknown') as state,
    ranked.state as native_state,
    {{ epoch_ms('cast(ranked.started_at as timestamp)') }} as started_ms,
    {{ epoch_ms(
        'cast(coalesce(ranked.ended_at, lead(ranked.started_at) over '
        ~ '(partition by ranked.known_platform, ranked.shop_id, ranked.agent_account order by ranked.started_at asc)) as timestamp)'
    ) }} as ended_ms
from ranked
left join {{ ref('ref_workforce_words') }} as words
    on words.vocabulary = 'presence_state' and lower(ranked.state) = words.word
where ranked.recency = 1
