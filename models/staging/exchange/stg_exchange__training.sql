-- grain: one agent in one session of a course, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_training') }}
)

select
    known_platform as platform,
    shop_id,
    {{ masked('course_id') }} as course_id,
    cast(held_on as date) as held_date,
    agent_account,
    is_attended = 'true' as is_attended,
    cast(score as decimal(18, 4)) as score,
    cast(pre_score as decimal(18, 4)) as pre_score,
    cast(post_score as decimal(18, 4)) as post_score
from ranked
where recency = 1
