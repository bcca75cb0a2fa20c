-- grain: one score that a reviewer gave an agent, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_qa_scores') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    {{ surrogate_key([
        'ranked.score_id', "case when ranked.score_id is null then ranked.agent_account end",
        "case when ranked.score_id is null then ranked.scored_at end", "case when ranked.score_id is null then ranked.reviewer_kind end",
        "case when ranked.score_id is null then ranked.reviewer end",
    ]) }} as score_id,
    cast(ranked.scored_at as date) as scored_date,
    ranked.agent_account,
    ranked.reviewer,
    coalesce(words.meaning, 'unknown') as reviewer_kind,
    ranked.reviewer_kind as native_reviewer_kind,
    cast(ranked.score as decimal(18, 4)) as score,
    coalesce(ranked.is_reviewer_manager = 'true', false) as is_reviewer_manager
from ranked
left join {{ ref('ref_workforce_words') }} as words
    on words.vocabulary = 'reviewer_kind' and lower(ranked.reviewer_kind) = words.word
where ranked.recency = 1
