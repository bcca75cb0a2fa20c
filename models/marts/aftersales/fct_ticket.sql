-- grain: one ticket (issue of a customer), credited to its last owner, who resolved it.
-- Waits are NULL while their clock runs; "business" waits count the open time of the calendar alone.
with moved as (
    select
        ticket_key,
        count(*) as count_transfers,
        max(case when is_to_other_team then 1 else 0 end) = 1 as has_changed_team,
        max(case when transfer_no = 1 then agent_id end) as first_agent_id
    from {{ ref('fct_ticket_transfer') }}
    group by ticket_key
),

-- came back with the same issue after the resolution
repeated as (
    select distinct tickets.ticket_key
    from {{ ref('int_aftersales__tickets') }} as tickets
    inner join {{ ref('int_aftersales__tickets') }} as later
        on
            tickets.platform = later.platform and tickets.shop_id = later.shop_id and tickets.customer_key = later.customer_key
            and tickets.ticket_key <> later.ticket_key and later.ticket_status <> 'void'
            and tickets.resolution_ms < later.raised_ms
            and tickets.resolution_ms + cast(tickets.repeat_contact_days as bigint) * 86400000 >= later.raised_ms
            and (tickets.repeat_same = 'any' or tickets.issue_type = later.issue_type)
            and (tickets.repeat_same <> 'type_and_order' or tickets.order_id is not distinct from later.order_id)
    where tickets.is_resolved
),

surveyed as (
    select distinct ticket_key
    from {{ ref('fct_survey') }}
    where ticket_key is not null
),

-- a help desk that never names feedback says nothing about who gave none
telling as (
    select
        tickets.platform,
        tickets.shop_id,
        tickets.ticket_source
    from {{ ref('int_aftersales__tickets') }} as tickets
    left join surveyed on tickets.ticket_key = surveyed.ticket_key
    where
        tickets.is_feedback_asked is not null or tickets.feedback_score is not null or tickets.feedback_at is not null
        or surveyed.ticket_key is not null
    group by tickets.platform, tickets.shop_id, tickets.ticket_source
),

joined as (
    select
        tickets.*,
        clocks.policy_id,
        clocks.calendar_id,
        clocks.first_response_wait_ms,
        clocks.resolution_wait_ms,
        clocks.resolution_business_ms,
        clocks.has_first_response_clock,
        clocks.has_resolution_clock,
        clocks.is_first_response_in_sla,
        clocks.is_resolution_in_sla,
        clocks.is_in_sla,
        coalesce(moved.count_transfers, 0) as count_transfers,
        coalesce(moved.has_changed_team, tickets.has_changed_team) as has_moved_team,
        coalesce(tickets.first_agent_id, moved.first_agent_id) as known_first_agent_id,
        case
            when coalesce(tickets.first_agent_id, moved.first_agent_id) is not null
                then coalesce(tickets.first_agent_id, moved.first_agent_id) = tickets.agent_id
            else tickets.is_only_one_agent
        end as is_first_agent_the_last,
        repeated.ticket_key is not null as is_repeated,
        surveyed.ticket_key is not null as is_surveyed,
        telling.shop_id is not null as is_feedback_told
    from {{ ref('int_aftersales__tickets') }} as tickets
    inner join {{ ref('int_aftersales__ticket_clocks') }} as clocks on tickets.ticket_key = clocks.ticket_key
    left join moved on tickets.ticket_key = moved.ticket_key
    left join repeated on tickets.ticket_key = repeated.ticket_key
    left join surveyed on tickets.ticket_key = surveyed.ticket_key
    left join telling
        on tickets.platform = telling.platform and tickets.shop_id = telling.shop_id and tickets.ticket_source = telling.ticket_source
)

select
    ticket_key,
    platform,
    shop_id,
    ticket_source,
    native_ticket_id,
    customer_key,
    case when order_id is not null then {{ surrogate_key(['platform', 'shop_id', 'order_id']) }} end as order_key,
    agent_id,
    coalesce(known_first_agent_id, case when is_only_one_agent then agent_id end) as first_agent_id,
    team,
    raised_at,
    raised_date,
    ticket_status,
    ticket_priority,
    issue_type,
    is_complex,
    first_response_wait_ms,
    resolution_wait_ms,
    resolution_business_ms,
    ticket_status in ('resolved', 'closed') as is_closed,
    is_resolved,
    has_been_reopened,
    policy_id,
    calendar_id,
    has_first_response_clock,
    has_resolution_clock,
    is_first_response_in_sla,
    is_resolution_in_sla,
    is_in_sla,
    cast(count_transfers as bigint) as count_transfers,
    has_moved_team as has_changed_team,
    case
        when is_first_agent_the_last is null then null
        else is_first_agent_the_last and coalesce(is_resolved, false)
    end as is_closed_by_first_agent,
    -- without an issue type nobody can tell whether the same issue came back
    case
        when is_resolved and resolution_ms is not null and (repeat_same = 'any' or issue_type is not null) then is_repeated
    end as has_repeat_contact,
    case when is_feedback_told then feedback_score is not null or feedback_at is not null or is_surveyed end as has_feedback,
    case ticket_status when 'void' then 'void_ticket' when 'unknown' then 'unknown_ticket_status' end as ticket_exclusion_reason
from joined
