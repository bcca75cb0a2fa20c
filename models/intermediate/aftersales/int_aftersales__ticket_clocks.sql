-- grain: one ticket: time to the first answer, to the resolution and to the end of the data, by wall clock and in business hours.
-- A resolution is an answer: it stops the first clock where no earlier answer is told.
with answered as (
    select
        *,
        case when is_resolved then resolution_ms end as stopped_ms,
        least(first_response_ms, coalesce(resolution_ms, first_response_ms)) as answered_ms,
        case when is_resolved and resolution_ms is null then null else greatest(known_until_ms, raised_ms) end as running_until_ms
    from {{ ref('int_aftersales__tickets') }}
),

clocks as (
    select
        tickets.ticket_key,
        policies.policy_id,
        policies.calendar_id,
        policies.is_sla_on_calendar,
        policies.first_response_limit_ms,
        policies.resolution_limit_ms,
        tickets.is_first_response_in_time,
        tickets.is_resolution_in_time,
        tickets.first_response_ms - tickets.raised_ms as first_response_wait_ms,
        tickets.answered_ms - tickets.raised_ms as answer_wait_ms,
        tickets.stopped_ms - tickets.raised_ms as resolution_wait_ms,
        tickets.running_until_ms - tickets.raised_ms as running_wait_ms,
        {{ business_ms_between('raised', 'tickets.raised_ms', 'answered_span', 'tickets.answered_ms') }} as answer_business_ms,
        {{ business_ms_between('raised', 'tickets.raised_ms', 'stopped', 'tickets.stopped_ms') }} as resolution_business_ms,
        {{ business_ms_between('raised', 'tickets.raised_ms', 'running', 'tickets.running_until_ms') }} as running_business_ms
    from answered as tickets
    inner join {{ ref('int_aftersales__ticket_policies') }} as policies on tickets.ticket_key = policies.ticket_key
    {{ join_calendar_span('raised', 'tickets', 'policies.calendar_id', 'tickets.raised_ms') }}
    {{ join_calendar_span('answered_span', 'tickets', 'policies.calendar_id', 'tickets.answered_ms') }}
    {{ join_calendar_span('stopped', 'tickets', 'policies.calendar_id', 'tickets.stopped_ms') }}
    {{ join_calendar_span('running', 'tickets', 'policies.calendar_id', 'tickets.running_until_ms') }}
),

judged as (
    select
        *,
        case
            when policy_id is null then is_first_response_in_time
            when is_sla_on_calendar then {{ is_clock_kept('answer_business_ms', 'running_business_ms', 'first_response_limit_ms') }}
            else {{ is_clock_kept('answer_wait_ms', 'running_wait_ms', 'first_response_limit_ms') }}
        end as is_first_response_in_sla,
        case
            when policy_id is null then is_resolution_in_time
            when is_sla_on_calendar then {{ is_clock_kept('resolution_business_ms', 'running_business_ms', 'resolution_limit_ms') }}
            else {{ is_clock_kept('resolution_wait_ms', 'running_wait_ms', 'resolution_limit_ms') }}
        end as is_resolution_in_sla,
        case when policy_id is null then is_first_response_in_time is not null else first_response_limit_ms is not null end as has_first_response_clock,
        case when policy_id is null then is_resolution_in_time is not null else resolution_limit_ms is not null end as has_resolution_clock
    from clocks
)

select
    ticket_key,
    policy_id,
    calendar_id,
    first_response_wait_ms,
    resolution_wait_ms,
    resolution_business_ms,
    has_first_response_clock,
    has_resolution_clock,
    is_first_response_in_sla,
    is_resolution_in_sla,
    -- one clock missed is a breach at once; kept only when every clock has stopped in time
    case
        when not has_first_response_clock and not has_resolution_clock then null
        when is_first_response_in_sla = false or is_resolution_in_sla = false then false
        when (is_first_response_in_sla or not has_first_response_clock) and (is_resolution_in_sla or not has_resolution_clock) then true
    end as is_in_sla
from judged
