-- grain: one invite or evaluation evaluated for one KPI under one definition set.
with scopes as (
    select
        evaluations.*,
        evaluations.agent_id as scope_agent_id
    from {{ ref('fct_evaluation') }} as evaluations
    union all
    select
        evaluations.*,
        '(shop)' as scope_agent_id
    from {{ ref('fct_evaluation') }} as evaluations
),

evaluated as (
    select
        members.definition_set,
        members.kpi_id,
        members.numerator_measure,
        scopes.*,
        rules.late_invite_ms,
        parts.first_reply_ms,
        case
            when coalesce(parts.leaves_by_transfer, false) and rules.exclude_transferred_out then 'transferred_out'
            when coalesce(parts.is_leave_message, false) and rules.exclude_leave_message then 'leave_message'
            when members.population = 'evaluated' and not scopes.is_evaluated then 'not_evaluated'
            when members.population = 'evaluated' and scopes.satisfaction_level is null then 'unknown_satisfaction_word'
            when members.population in ('invited', 'invited_in_chat') and scopes.invited_ms is null then 'not_invited'
            when members.population = 'invited_in_chat' and not coalesce(parts.has_messages, false) then 'messages_missing'
            when members.population = 'invited' and scopes.invite_lag_ms is null then 'no_customer_message_before_invite'
        end as exclusion_reason
    from scopes
    {{ join_members_and_rules('scopes', ['evaluation'], 'scopes.business_date', 'scopes.scope_agent_id') }}
    left join {{ ref('fct_session_signal') }} as parts
        on scopes.session_key = parts.session_key and scopes.scope_agent_id = parts.agent_id
)

select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    scope_agent_id as agent_id,
    business_date,
    'evaluation' as unit_type,
    evaluation_key as unit_key,
    session_key,
    cast(null as {{ dbt.type_string() }}) as person_key,
    cast(null as {{ dbt.type_string() }}) as segment,
    exclusion_reason,
    case
        when exclusion_reason is null then
            cast(
                case numerator_measure
                    when 'satisfied' then case when satisfaction_level >= 4 then 1 else 0 end
                    when 'dissatisfied' then case when satisfaction_level <= 2 then 1 else 0 end
                    when 'invite_lag_s' then invite_lag_ms * 0.001
                    -- an invite in a session that was never answered came before any answer
                    when 'invite_before_reply' then case when first_reply_ms <= invited_ms then 0 else 1 end
                    when 'late_invite' then case when invite_lag_ms > late_invite_ms then 1 else 0 end
                end as decimal(28, 8)
            )
    end as numerator,
    case when exclusion_reason is null then cast(1 as decimal(28, 8)) end as denominator
from evaluated
