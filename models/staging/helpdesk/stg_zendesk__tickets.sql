-- grain: one ticket of a Zendesk view, in the version of its newest file.
-- First reply and first resolution are told as minutes from the creation; when a ticket was reopened is not told.
with ranked as (
    {{ exchange_rows('zendesk_tickets') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    'zendesk' as ticket_source,
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
    case when cast(ranked.assignee_stations as bigint) > 0 then cast(ranked.assignee_stations as bigint) = 1 end as is_only_one_agent,
    ranked.team,
    case when cast(ranked.group_stations as bigint) > 0 then cast(ranked.group_stations as bigint) > 1 end as has_changed_team,
    cast(ranked.created_at as timestamp) as raised_at,
    {{ plus_minutes('cast(ranked.created_at as timestamp)', 'ranked.first_reply_minutes') }} as first_response_at,
    coalesce(
        {{ plus_minutes('cast(ranked.created_at as timestamp)', 'ranked.first_resolution_minutes') }},
        case when coalesce(cast(ranked.reopens as bigint), 0) = 0 then cast(ranked.solved_at as timestamp) end
    ) as first_resolved_at,
    coalesce(
        cast(ranked.solved_at as timestamp),
        {{ plus_minutes('cast(ranked.created_at as timestamp)', 'ranked.full_resolution_minutes') }}
    ) as resolved_at,
    cast(null as timestamp) as reopened_at,
    coalesce(cast(ranked.reopens as bigint) > 0, false) as has_been_reopened,
    cast(null as timestamp) as closed_at,
    feedback.is_asked as is_feedback_asked,
    nullif(feedback.score, 0) as feedback_score,
    cast(null as timestamp) as feedback_at,
    case when feedback.native_word is null then ranked.satisfaction end as unknown_feedback,
    cast(null as boolean) as is_first_response_in_time,
    cast(null as boolean) as is_resolution_in_time,
    ranked.exported_at,
    ranked.source_file_id
from ranked
left join {{ ref('ref_ticket_statuses') }} as statuses
    on lower(ranked.status) = statuses.native_status and statuses.source = 'zendesk'
left join {{ ref('ref_ticket_priorities') }} as priorities
    on lower(ranked.priority) = priorities.native_priority and priorities.source = 'zendesk'
left join {{ ref('ref_ticket_feedback') }} as feedback
    on lower(ranked.satisfaction) = feedback.native_word and feedback.source = 'zendesk'
where ranked.recency = 1
