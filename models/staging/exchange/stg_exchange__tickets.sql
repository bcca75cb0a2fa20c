-- grain: one ticket of the exchange format, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_tickets') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    'exchange' as ticket_source,
    ranked.ticket_id as native_ticket_id,
    {{ customer_key('ranked.known_platform', 'ranked.customer_id') }} as customer_key,
    ranked.order_id,
    coalesce(statuses.ticket_status, 'unknown') as ticket_status,
    ranked.status as native_status,
    priorities.ticket_priority,
    ranked.priority as native_priority,
    {{ masked('ranked.issue_type') }} as issue_type,
    ranked.is_complex = 'true' as is_complex,
    ranked.agent_account,
    ranked.first_agent_account,
    cast(null as boolean) as is_only_one_agent,
    {{ masked('ranked.team') }} as team,
    cast(false as boolean) as has_changed_team,
    cast(ranked.raised_at as timestamp) as raised_at,
    cast(ranked.first_response_at as timestamp) as first_response_at,
    cast(ranked.first_resolved_at as timestamp) as first_resolved_at,
    cast(ranked.resolved_at as timestamp) as resolved_at,
    cast(ranked.reopened_at as timestamp) as reopened_at,
    ranked.reopened_at is not null as has_been_reopened,
    cast(ranked.closed_at as timestamp) as closed_at,
    coalesce(ranked.is_feedback_asked = 'true', feedback.is_asked) as is_feedback_asked,
    nullif(feedback.score, 0) as feedback_score,
    cast(ranked.feedback_at as timestamp) as feedback_at,
    case when feedback.native_word is null then ranked.satisfaction end as unknown_feedback,
    cast(null as boolean) as is_first_response_in_time,
    cast(null as boolean) as is_resolution_in_time,
    ranked.exported_at,
    ranked.source_file_id
from ranked
left join {{ ref('ref_ticket_statuses') }} as statuses
    on lower(ranked.status) = statuses.native_status and statuses.source = 'exchange'
left join {{ ref('ref_ticket_priorities') }} as priorities
    on lower(ranked.priority) = priorities.native_priority and priorities.source = 'exchange'
left join {{ ref('ref_ticket_feedback') }} as feedback
    on lower(ranked.satisfaction) = feedback.native_word and feedback.source = 'exchange'
where ranked.recency = 1
