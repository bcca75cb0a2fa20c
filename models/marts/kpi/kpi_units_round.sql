-- grain: one response round evaluated for one KPI under one definition set, on the agent's clock and on the shop's.
with scopes as (
    select
        rounds.round_key,
        rounds.session_key,
        rounds.agent_id,
        rounds.platform,
        rounds.shop_id,
        rounds.reply_scope,
        rounds.opened_by,
        rounds.is_answered,
        rounds.first_customer_ms,
        rounds.reply_ms,
        rounds.count_customer_messages,
        rounds.wait_first_ms,
        rounds.wait_last_ms,
        rounds.wait_each_sum_ms
    from {{ ref('fct_response_round') }} as rounds
    union all
    select
        rounds.round_key,
        rounds.session_key,
        '(shop)' as agent_id,
        rounds.platform,
        rounds.shop_id,
        rounds.reply_scope,
        rounds.opened_by,
        rounds.is_answered,
        rounds.first_customer_ms,
        rounds.reply_ms,
        rounds.count_customer_messages,
        rounds.customer_wait_first_ms as wait_first_ms,
        rounds.customer_wait_last_ms as wait_last_ms,
        rounds.customer_wait_each_sum_ms as wait_each_sum_ms
    from {{ ref('fct_response_round') }} as rounds
    where rounds.opened_by = 'customer'
),

evaluated as (
    select
        members.definition_set,
        members.kpi_id,
        members.numerator_measure,
        members.denominator_measure,
        scopes.*,
        sessions.business_date,
        rules.in_time_limit_ms,
        rules.wait_cap_ms,
        case when rules.wait_basis = 'each_message' and scopes.opened_by = 'customer' then scopes.count_customer_messages else 1 end as count_waits,
        case rules.wait_basis
            when 'each_message' then scopes.wait_each_sum_ms
            when 'last_buyer' then scopes.wait_last_ms
            else scopes.wait_first_ms
        end as wait_ms,
        case when rules.wait_basis = 'last_buyer' then scopes.wait_last_ms else scopes.wait_first_ms end as round_wait_ms,
        case
            when sessions.invalid_reason is not null then sessions.invalid_reason
            when coalesce(parts.leaves_by_transfer, false) and rules.exclude_transferred_out then 'transferred_out'
            when sessions.is_leave_message and rules.exclude_leave_message then 'leave_message'
            when
                not {{ is_in_hours('scopes.first_customer_ms', 'rules.service_start_ms', 'rules.service_end_ms') }}
                then 'outside_service_hours'
            when scopes.opened_by = 'transfer_in' and not rules.transfer_in_opens_wait then 'transfer_in_wait_off'
            when members.population = 'answered' and not scopes.is_answered then 'unanswered'
            when
                members.population = 'answered' and rules.drop_zero_waits
                and case when rules.wait_basis = 'last_buyer' then scopes.wait_last_ms else scopes.wait_first_ms end = 0
                then 'zero_wait'
            when
                members.population = 'answered' and rules.drop_cross_day_waits
                and scopes.first_customer_ms - {{ ms_of_day('scopes.first_customer_ms') }} < scopes.reply_ms - {{ ms_of_day('scopes.reply_ms') }}
                then 'cross_day_wait'
        end as exclusion_reason
    from scopes
    inner join {{ ref('fct_session') }} as sessions on scopes.session_key = sessions.session_key
    {{ join_members_and_rules('scopes', ['round'], 'sessions.business_date', 'scopes.agent_id') }}
    left join {{ ref('fct_session_unit') }} as parts
        on scopes.session_key = parts.session_key and scopes.agent_id = parts.agent_id
    where scopes.reply_scope = rules.reply_scope
)

select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    agent_id,
    business_date,
    'round' as unit_type,
    round_key as unit_key,
    session_key,
    cast(null as {{ dbt.type_string() }}) as person_key,
    cast(null as {{ dbt.type_string() }}) as segment,
    exclusion_reason,
    case
        when exclusion_reason is null then
            cast(
                case numerator_measure
                    when 'in_time' then case when round_wait_ms <= in_time_limit_ms then 1 else 0 end
                    when 'wait_s' then least(wait_ms, coalesce(wait_cap_ms * count_waits, wait_ms)) * 0.001
                end as decimal(28, 8)
            )
    end as numerator,
    case
        when exclusion_reason is null then
            cast(case denominator_measure when 'one' then 1 when 'wait_count' then count_waits end as decimal(28, 8))
    end as denominator
from evaluated
