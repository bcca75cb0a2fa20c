-- grain: one session (or an agent's part of it) evaluated for one KPI under one definition set.
with evaluated as (
    select
        members.definition_set,
        members.kpi_id,
        members.numerator_measure,
        members.numerator_kind,
        members.denominator_measure,
        members.denominator_kind,
        scopes.*,
        rules.in_time_limit_ms,
        closing.session_key is not null as has_sale,
        case
            when rules.reply_scope = 'any' then scopes.first_wait_any_ms
            when rules.transfer_in_opens_wait then scopes.first_wait_ms
            else scopes.first_customer_wait_ms
        end as wait_ms,
        case
            when scopes.invalid_reason is not null then scopes.invalid_reason
            when
                scopes.leaves_by_transfer
                and (members.population = 'net' or (members.population not in ('gross', 'leave_message') and rules.exclude_transferred_out))
                then 'transferred_out'
            when
                scopes.is_leave_message
                and (members.population = 'net' or (members.population not in ('gross', 'leave_message') and rules.exclude_leave_message))
                then 'leave_message'
            when members.population = 'leave_message' and not scopes.is_leave_message then 'not_leave_message'
            when not {{ is_in_hours('scopes.started_ms', 'rules.service_start_ms', 'rules.service_end_ms') }}
                then 'outside_service_hours'
            when
                scopes.is_reply_unknown
                and (
                    members.population in ('received', 'invited', 'long_talk', 'ratio')
                    or members.numerator_measure in ('replied', 'unreplied', 'first_reply_in_time', 'agent_messages', 'customer_messages')
                )
                then 'reply_unknown'
            when
                not scopes.is_replied
                and (
                    members.population in ('received', 'invited', 'long_talk')
                    or (members.population = 'ratio' and rules.answer_ratio_population = 'received')
                )
                then 'unreplied'
            when members.population = 'long_talk' and scopes.count_customer_messages + scopes.count_agent_messages < rules.long_talk_messages
                then 'short_talk'
            when members.numerator_measure in ('invited', 'evaluated_after_invite') and scopes.is_invited is null then 'invites_unknown'
            when members.numerator_measure = 'evaluated' and scopes.is_evaluated is null then 'evaluations_unknown'
            when members.population = 'invited' and not scopes.is_invited then 'not_invited'
            when not scopes.has_messages and (members.numerator_measure in ('agent_turns', 'fragments', 'all_waits_in_time')) then 'messages_missing'
            when
                members.numerator_measure = 'first_wait_s'
                and case when rules.transfer_in_opens_wait then scopes.first_wait_ms else scopes.first_customer_wait_ms end is null
                then 'no_wait'
            when members.numerator_measure = 'concurrent' and scopes.count_open is null then 'unassigned'
        end as exclusion_reason
    from {{ ref('fct_session_unit') }} as scopes
    {{ join_members_and_rules('scopes', ['session'], 'scopes.business_date', 'scopes.agent_id') }}
    left join {{ ref('fct_closing_session') }} as closing
        on scopes.session_key = closing.session_key and scopes.agent_id = closing.agent_id
)

select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    agent_id,
    business_date,
    'session' as unit_type,
    session_key as unit_key,
    session_key,
    case when 'persons' in (numerator_kind, denominator_kind) then customer_key end as person_key,
    cast(null as {{ dbt.type_string() }}) as segment,
    exclusion_reason,
    case
        when exclusion_reason is null then
            cast(
                case numerator_measure
                    when 'one' then 1
                    when 'replied' then case when is_replied then 1 else 0 end
                    when 'unreplied' then case when is_replied then 0 else 1 end
                    when 'transferred_out' then case when is_transferred_out then 1 else 0 end
                    when 'transferred_in' then case when is_transferred_in then 1 else 0 end
                    when 'leave_message' then case when is_leave_message then 1 else 0 end
                    when 'first_reply_in_time' then case when wait_ms <= in_time_limit_ms then 1 else 0 end
                    when 'all_waits_in_time' then case when count_open_rounds = 0 and coalesce(longest_wait_ms, 0) <= in_time_limit_ms then 1 else 0 end
                    when 'first_wait_s' then wait_ms * 0.001
                    when 'agent_messages' then count_agent_messages
                    when 'customer_messages' then count_customer_messages
                    when 'agent_turns' then count_agent_turns
                    when 'fragments' then count_agent_messages - count_agent_turns
                    when 'concurrent' then count_open
                    when 'invited' then case when is_invited then 1 else 0 end
                    when 'evaluated' then case when is_evaluated then 1 else 0 end
                    when 'evaluated_after_invite' then case when is_evaluated_after_invite then 1 else 0 end
                    when 'closed' then case when has_sale then 1 else 0 end
                end as decimal(28, 8)
            )
    end as numerator,
    case
        when exclusion_reason is null then
            cast(
                case denominator_measure
                    when 'one' then 1
                    when 'customer_messages' then count_customer_messages
                    when 'customer_turns' then count_customer_turns
                    when 'agent_messages' then count_agent_messages
                end as decimal(28, 8)
            )
    end as denominator
from evaluated
