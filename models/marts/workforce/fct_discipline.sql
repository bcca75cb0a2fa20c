-- grain: one deduction for conduct at the workplace.
select
    {{ surrogate_key(['events.platform', 'events.shop_id', 'events.event_id']) }} as discipline_key,
    events.platform,
    events.shop_id,
    coalesce(roster.agent_id, {{ public_name('events.agent_account') }}) as agent_id,
    events.happened_date,
    events.points
from {{ ref('stg_exchange__discipline') }} as events
{{ join_roster('roster', 'events', 'events.agent_account', 'events.happened_date') }}
