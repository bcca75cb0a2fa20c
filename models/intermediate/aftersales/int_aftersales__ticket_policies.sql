-- grain: one ticket: the SLA policy in force when it was raised, the most special first, and the calendar of its business clocks.
-- More conditions go before fewer, an issue type before a priority, the later start before the earlier.
with fitting as (
    select
        tickets.ticket_key,
        policies.policy_id,
        policies.first_response_limit_ms,
        policies.resolution_limit_ms,
        policies.calendar_id,
        row_number() over (
            partition by tickets.ticket_key
            order by
                case when policies.issue_type is null then 0 else 2 end + case when policies.ticket_priority is null then 0 else 1 end desc,
                policies.valid_from desc,
                policies.policy_id asc
        ) as preference
    from {{ ref('int_aftersales__tickets') }} as tickets
    inner join {{ ref('stg_exchange__sla_policies') }} as policies
        on
            tickets.platform = policies.platform and tickets.shop_id = policies.shop_id
            and tickets.raised_date between policies.valid_from and policies.valid_to
            and coalesce(tickets.ticket_priority = policies.ticket_priority, policies.ticket_priority is null)
            and coalesce(tickets.issue_type = policies.issue_type, policies.issue_type is null)
),

own_calendars as (
    select distinct
        platform,
        shop_id
    from {{ ref('stg_all__calendars') }}
    where calendar_id = 'default'
)

select
    tickets.ticket_key,
    fitting.policy_id,
    fitting.first_response_limit_ms,
    fitting.resolution_limit_ms,
    fitting.calendar_id is not null as is_sla_on_calendar,
    coalesce(fitting.calendar_id, case when own_calendars.shop_id is null then 'cn_workdays' else 'default' end) as calendar_id
from {{ ref('int_aftersales__tickets') }} as tickets
left join fitting on tickets.ticket_key = fitting.ticket_key and fitting.preference = 1
left join own_calendars on tickets.platform = own_calendars.platform and tickets.shop_id = own_calendars.shop_id
