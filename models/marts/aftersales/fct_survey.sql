-- grain: one survey answer, credited to the agent whom it names, else to the owner of its ticket.
with tickets as (
    select
        platform,
        shop_id,
        native_ticket_id,
        min(ticket_key) as ticket_key,
        max(agent_id) as agent_id,
        max(customer_key) as customer_key,
        max(team) as team
    from {{ ref('int_aftersales__tickets') }}
    group by platform, shop_id, native_ticket_id
)

select
    {{ surrogate_key(['surveys.platform', 'surveys.shop_id', 'surveys.survey_source', 'surveys.native_survey_id']) }} as survey_key,
    surveys.platform,
    surveys.shop_id,
    surveys.survey_kind,
    surveys.answered_at,
    {{ business_date('surveys.answered_at', 'rules.cutoff_minutes') }} as answered_date,
    coalesce(surveys.customer_key, tickets.customer_key) as customer_key,
    coalesce(roster.agent_id, {{ public_name('surveys.agent_account') }}, tickets.agent_id) as agent_id,
    coalesce(surveys.team, tickets.team) as team,
    tickets.ticket_key,
    case
        when surveys.native_session_id is not null
            then {{ surrogate_key(['surveys.platform', 'surveys.shop_id', 'surveys.native_session_id']) }}
    end as session_key,
    surveys.score,
    surveys.scale_max,
    case
        when surveys.survey_kind not in ('csat', 'nps') then 'unknown_survey_kind'
        when surveys.score < 0 or surveys.score > surveys.scale_max or surveys.scale_max <= 0 then 'score_outside_scale'
        when surveys.survey_kind = 'nps' and surveys.scale_max <> 10 then 'scale_is_not_0_to_10'
    end as survey_exclusion_reason
from {{ ref('stg_all__surveys') }} as surveys
inner join {{ ref('int_kpi__shop_rules') }} as rules
    on
        surveys.platform = rules.platform and surveys.shop_id = rules.shop_id
        and cast(surveys.answered_at as date) between rules.valid_from and rules.valid_to
left join tickets
    on
        surveys.platform = tickets.platform and surveys.shop_id = tickets.shop_id
        and surveys.native_ticket_id = tickets.native_ticket_id
{{ join_roster('roster', 'surveys', 'surveys.agent_account', 'cast(surveys.answered_at as date)') }}
