-- grain: one SLA policy row, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_sla_policies') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    {{ surrogate_key(['ranked.policy_id', 'ranked.priority', 'ranked.issue_type', 'ranked.valid_from']) }} as policy_key,
    ranked.policy_id,
    coalesce(priorities.ticket_priority, lower(ranked.priority)) as ticket_priority,
    ranked.issue_type,
    cast(cast(ranked.first_response_minutes as decimal(18, 3)) * 60000 as bigint) as first_response_limit_ms,
    cast(cast(ranked.resolution_minutes as decimal(18, 3)) * 60000 as bigint) as resolution_limit_ms,
    ranked.calendar_id,
    coalesce(cast(ranked.valid_from as date), date '1900-01-01') as valid_from,
    coalesce(cast(ranked.valid_to as date), date '9999-12-31') as valid_to
from ranked
left join {{ ref('ref_ticket_priorities') }} as priorities
    on lower(ranked.priority) = priorities.native_priority and priorities.source = 'exchange'
where ranked.recency = 1
