-- grain: one ticket with its people, its clocks' instants and the resolution that counts by the shop's rules.
-- A resolution that its own ticket contradicts (before it was raised) is unknown.
with dated as (
    select
        {{ surrogate_key(['tickets.platform', 'tickets.shop_id', 'tickets.ticket_source', 'tickets.native_ticket_id']) }} as ticket_key,
        tickets.*,
        {{ business_date('tickets.raised_at', 'rules.cutoff_minutes') }} as raised_date,
        rules.resolution_event,
        rules.reopen_days,
        rules.repeat_contact_days,
        rules.repeat_same,
        coalesce(
            tickets.resolved_at,
            case when not tickets.has_been_reopened then tickets.first_resolved_at end,
            case when tickets.ticket_status in ('resolved', 'closed') then tickets.closed_at end
        ) as last_resolved_at,
        coalesce(
            tickets.first_resolved_at,
            case when not (tickets.has_been_reopened and coalesce(tickets.reopened_at < tickets.resolved_at, true)) then tickets.resolved_at end
        ) as known_first_resolved_at,
        case when files.export_time_source in ('name', 'content') then tickets.exported_at end as told_until
    from {{ ref('stg_all__tickets') }} as tickets
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            tickets.platform = rules.platform and tickets.shop_id = rules.shop_id
            and cast(tickets.raised_at as date) between rules.valid_from and rules.valid_to
    left join {{ ref('stg_landing__files') }} as files on tickets.source_file_id = files.source_file_id
),

timed as (
    select
        *,
        {{ epoch_ms('raised_at') }} as raised_ms,
        case when first_response_at >= raised_at then {{ epoch_ms('first_response_at') }} end as first_response_ms,
        case
            when resolution_event = 'first' and known_first_resolved_at >= raised_at then {{ epoch_ms('known_first_resolved_at') }}
            when resolution_event = 'last' and last_resolved_at >= raised_at then {{ epoch_ms('last_resolved_at') }}
        end as resolution_ms,
        {{ epoch_ms('reopened_at') }} as reopened_ms,
        -- the help desk is known up to its newest event or the time of its newest export
        max({{ epoch_ms('greatest(raised_at, first_response_at, last_resolved_at, reopened_at, closed_at, feedback_at, told_until)') }}) over (
            partition by platform, shop_id
        ) as known_until_ms
    from dated
)

select
    timed.*,
    case
        when timed.ticket_status in ('void', 'unknown') then null
        when timed.resolution_ms is null
            then timed.ticket_status in ('resolved', 'closed') and not (timed.resolution_event = 'first' and timed.has_been_reopened)
        -- opened again after the last known event: nobody tells when, and it is open now
        when timed.ticket_status in ('open', 'pending') and coalesce(timed.reopened_ms <= timed.resolution_ms, true) then false
        when timed.reopened_ms > timed.resolution_ms
            then timed.reopened_ms > timed.resolution_ms + cast(timed.reopen_days as bigint) * 86400000
        when timed.resolution_event = 'first' and timed.has_been_reopened and timed.reopened_ms is null then false
        else true
    end as is_resolved,
    coalesce(owners.agent_id, {{ public_name('timed.agent_account') }}) as agent_id,
    coalesce(first_owners.agent_id, {{ public_name('timed.first_agent_account') }}) as first_agent_id
from timed
{{ join_roster('owners', 'timed', 'timed.agent_account', 'cast(coalesce(timed.last_resolved_at, timed.raised_at) as date)') }}
{{ join_roster('first_owners', 'timed', 'timed.first_agent_account', 'timed.raised_date') }}
