-- grain: one ticket of a Freshdesk or Freshservice export, in the version of its newest file.
-- Times come from the timestamps; the columns "(in hrs)" are often empty and count business hours, so they give no moment.
with ranked as (
    {{ exchange_rows('freshdesk_tickets') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    'freshdesk' as ticket_source,
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
    cast(null as {{ dbt.type_string() }}) as first_agent_account,
    cast(null as boolean) as is_only_one_agent,
    ranked.team,
    cast(false as boolean) as has_changed_team,
    cast(ranked.created_at as timestamp) as raised_at,
    cast(ranked.first_response_at as timestamp) as first_response_at,
    cast(null as timestamp) as first_resolved_at,
    cast(ranked.resolved_at as timestamp) as resolved_at,
    cast(null as timestamp) as reopened_at,
    cast(false as boolean) as has_been_reopened,
    cast(ranked.closed_at as timestamp) as closed_at,
    feedback.is_asked as is_feedback_asked,
    nullif(feedback.score, 0) as feedback_score,
    cast(null as timestamp) as feedback_at,
    case when feedback.native_word is null then ranked.satisfaction end as unknown_feedback,
    case lower(ranked.first_response_verdict) when 'within sla' then true when 'sla violated' then false end as is_first_response_in_time,
    case lower(ranked.resolution_verdict) when 'within sla' then true when 'sla violated' then false end as is_resolution_in_time,
    ranked.exported_at,
    ranked.source_file_id
from ranked
left join {{ ref('ref_ticket_statuses') }} as statuses
    on lower(ranked.status) = statuses.native_status and statuses.source = 'freshdesk'
left join {{ ref('ref_ticket_priorities') }} as priorities
    on lower(ranked.priority) = priorities.native_priority and priorities.source = 'freshdesk'
left join {{ ref('ref_ticket_feedback') }} as feedback
    on lower(ranked.satisfaction) = feedback.native_word and feedback.source = 'freshdesk'
where ranked.recency = 1
