-- grain: one word of a ticket that no seed knows, or a calendar that an SLA policy names and nobody describes, with its rows.
select
    platform,
    shop_id,
    'ticket_status' as vocabulary,
    native_status as word,
    count(*) as count_rows
from {{ ref('stg_all__tickets') }}
where ticket_status = 'unknown'
group by platform, shop_id, native_status
union all
select
    platform,
    shop_id,
    'ticket_priority' as vocabulary,
    native_priority as word,
    count(*) as count_rows
from {{ ref('stg_all__tickets') }}
where ticket_priority is null and native_priority is not null
group by platform, shop_id, native_priority
union all
select
    platform,
    shop_id,
    'ticket_feedback' as vocabulary,
    unknown_feedback as word,
    count(*) as count_rows
from {{ ref('stg_all__tickets') }}
where unknown_feedback is not null
group by platform, shop_id, unknown_feedback
union all
select
    policies.platform,
    policies.shop_id,
    'calendar' as vocabulary,
    policies.calendar_id as word,
    count(*) as count_rows
from {{ ref('stg_exchange__sla_policies') }} as policies
left join {{ ref('stg_all__calendars') }} as calendars
    on policies.platform = calendars.platform and policies.shop_id = calendars.shop_id and policies.calendar_id = calendars.calendar_id
where calendars.calendar_id is null and policies.calendar_id is not null
group by policies.platform, policies.shop_id, policies.calendar_id
