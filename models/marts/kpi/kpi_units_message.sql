-- grain: one buyer message evaluated for one KPI under one definition set.
with scopes as (
    select
        messages.*,
        messages.agent_id as scope_agent_id
    from {{ ref('fct_customer_message') }} as messages
    union all
    select
        messages.*,
        '(shop)' as scope_agent_id
    from {{ ref('fct_customer_message') }} as messages
),

evaluated as (
    select
        members.definition_set,
        members.kpi_id,
        members.numerator_measure,
        scopes.*,
        rules.in_time_limit_ms,
        case
            when sessions.invalid_reason = 'internal' then 'internal'
            when not {{ is_in_hours('scopes.sent_ms', 'rules.service_start_ms', 'rules.service_end_ms') }}
                then 'outside_service_hours'
            when members.population = 'after_sale_answered' and scopes.session_type <> 'after_sale' then 'not_after_sale'
            when members.population in ('answered', 'after_sale_answered') and scopes.wait_ms is null then 'unanswered'
        end as exclusion_reason
    from scopes
    inner join {{ ref('fct_session') }} as sessions on scopes.session_key = sessions.session_key
    {{ join_members_and_rules('scopes', ['message'], 'scopes.business_date', 'scopes.scope_agent_id') }}
)

select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    scope_agent_id as agent_id,
    business_date,
    'message' as unit_type,
    message_key as unit_key,
    session_key,
    cast(null as {{ dbt.type_string() }}) as person_key,
    cast(null as {{ dbt.type_string() }}) as segment,
    exclusion_reason,
    case
        when exclusion_reason is null then
            cast(
                case numerator_measure
                    when 'in_time' then case when wait_ms <= in_time_limit_ms then 1 else 0 end
                    when 'wait_s' then wait_ms * 0.001
                end as decimal(28, 8)
            )
    end as numerator,
    case when exclusion_reason is null then cast(1 as decimal(28, 8)) end as denominator
from evaluated
