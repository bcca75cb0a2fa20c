-- grain: one satisfaction answer that stands in a ticket itself, as a survey answer.
-- Where a desk does not tell when it was given, it stands at the ticket's end.
select
    platform,
    shop_id,
    ticket_source as survey_source,
    native_ticket_id as native_survey_id,
    coalesce(feedback_at, closed_at, resolved_at, raised_at) as answered_at,
    'csat' as survey_kind,
    cast(feedback_score as decimal(18, 4)) as score,
    cast(5 as decimal(18, 4)) as scale_max,
    customer_key,
    agent_account,
    team,
    cast(null as {{ dbt.type_string() }}) as native_session_id,
    native_ticket_id
from {{ ref('stg_all__tickets') }}
where feedback_score is not null
