-- grain: one shift of an agent on a day.
select
    {{ surrogate_key(['shifts.platform', 'shifts.shop_id', 'shifts.work_date', 'shifts.agent_account', 'shifts.shift_name']) }} as attendance_key,
    shifts.platform,
    shifts.shop_id,
    coalesce(roster.agent_id, {{ public_name('shifts.agent_account') }}) as agent_id,
    shifts.work_date,
    shifts.shift_name,
    shifts.is_scheduled,
    shifts.is_attended,
    shifts.leave_kind is not null as is_on_leave
from {{ ref('stg_exchange__attendance') }} as shifts
{{ join_roster('roster', 'shifts', 'shifts.agent_account', 'shifts.work_date') }}
