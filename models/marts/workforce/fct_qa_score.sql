-- grain: one score that a reviewer gave an agent.
select
    {{ surrogate_key(['scores.platform', 'scores.shop_id', 'scores.score_id']) }} as score_key,
    scores.platform,
    scores.shop_id,
    coalesce(roster.agent_id, {{ public_name('scores.agent_account') }}) as agent_id,
    scores.scored_date,
    scores.reviewer_kind,
    scores.score,
    -- the reviewer should not judge himself or his own people; such scores are shown, not dropped
    scores.is_reviewer_manager or coalesce(scores.reviewer in (scores.agent_account, roster.agent_id), false) as is_reviewer_partial
from {{ ref('stg_exchange__qa_scores') }} as scores
{{ join_roster('roster', 'scores', 'scores.agent_account', 'scores.scored_date') }}
