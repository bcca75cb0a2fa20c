-- grain: one shift of an agent on a day, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_attendance') }}
)

select
    known_platform as platform,
    shop_id,
    cast(work_date as date) as work_date,
    agent_account,
    coalesce({{ masked('shift_name') }}, '-') as shift_name,
    coalesce(is_scheduled, 'true') = 'true' as is_scheduled,
    is_attended = 'true' as is_attended,
    leave_kind
from ranked
where recency = 1
