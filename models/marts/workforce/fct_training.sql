-- grain: one agent in one session of a course.
select
    {{ surrogate_key(['training.platform', 'training.shop_id', 'training.course_id', 'training.held_date', 'training.agent_account']) }} as training_key,
    training.platform,
    training.shop_id,
    coalesce(roster.agent_id, {{ public_name('training.agent_account') }}) as agent_id,
    training.course_id,
    training.held_date,
    training.is_attended,
    training.score,
    training.pre_score,
    training.post_score
from {{ ref('stg_exchange__training') }} as training
{{ join_roster('roster', 'training', 'training.agent_account', 'training.held_date') }}
