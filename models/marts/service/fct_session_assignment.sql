-- grain: one agent's part of a session.
with native as (
    select
        session_key,
        agent_id,
        min(assignment_no) as assignment_no,
        min(assigned_ms) as assigned_ms,
        bool_or(is_final) as is_final
    from {{ ref('int_chat__native_assignments') }}
    group by session_key, agent_id
),

parts as (
    select
        coalesce(native.session_key, turns.session_key) as session_key,
        coalesce(native.agent_id, turns.agent_id) as agent_id,
        native.assigned_ms,
        native.is_final,
        turns.last_ms,
        coalesce(turns.count_customer_messages, 0) as count_customer_messages,
        coalesce(turns.count_agent_messages, 0) as count_agent_messages,
        coalesce(turns.count_auto_messages, 0) as count_auto_messages,
        coalesce(turns.count_customer_turns, 0) as count_customer_turns,
        coalesce(turns.count_agent_turns, 0) as count_agent_turns,
        -- the platform's order first, then those who only speak in the chat
        row_number() over (
            partition by coalesce(native.session_key, turns.session_key)
            order by native.assignment_no asc nulls last, turns.first_place asc nulls last
        ) as part_no,
        count(*) over (partition by coalesce(native.session_key, turns.session_key)) as count_parts
    from native
    full outer join {{ ref('int_chat__turns') }} as turns
        on native.session_key = turns.session_key and native.agent_id = turns.agent_id
),

described as (
    select
        parts.session_key,
        parts.agent_id,
        sessions.platform,
        sessions.shop_id,
        sessions.customer_key,
        sessions.is_customer_known,
        sessions.business_date,
        sessions.started_at,
        sessions.started_ms,
        coalesce(parts.last_ms, {{ epoch_ms('sessions.ended_at') }}) as ended_ms,
        parts.assigned_ms,
        sessions.tagged_session_type,
        sessions.is_leave_message,
        sessions.has_messages,
        sessions.invalid_reason,
        -- the platform's list alone knows the session, and neither counts nor times it
        not sessions.has_messages and sessions.count_agent_messages is null and sessions.native_first_response_ms is null as is_reply_unknown,
        coalesce(parts.agent_id = '(unassigned)', false) as is_unassigned,
        parts.part_no < parts.count_parts or coalesce(events.is_transferred_out, false) as is_transferred_out,
        parts.part_no > 1 or coalesce(events.is_transferred_in, false) as is_transferred_in,
        -- without messages the workbook's counts stand for the agent who had the session last
        case
            when sessions.has_messages then parts.count_customer_messages when
                coalesce(parts.is_final, true)
                then coalesce(sessions.count_customer_messages, 0)
            else 0
        end as count_customer_messages,
        case
            when sessions.has_messages then parts.count_agent_messages when
                coalesce(parts.is_final, true)
                then coalesce(sessions.count_agent_messages, 0)
            else 0
        end as count_agent_messages,
        parts.count_auto_messages,
        parts.count_customer_turns,
        parts.count_agent_turns,
        case when not sessions.has_messages and coalesce(parts.is_final, true) then sessions.native_first_response_ms end as native_first_response_ms
    from parts
    inner join {{ ref('fct_session') }} as sessions on parts.session_key = sessions.session_key
    left join {{ ref('int_chat__session_events') }} as events on parts.session_key = events.session_key
)

select
    {{ surrogate_key(['described.session_key', 'described.agent_id']) }} as assignment_key,
    described.*,
    described.count_agent_messages > 0 or described.native_first_response_ms is not null as is_replied,
    coalesce(human.first_wait_ms, described.native_first_response_ms) as first_wait_ms,
    coalesce(human.first_customer_wait_ms, described.native_first_response_ms) as first_customer_wait_ms,
    coalesce(any_.first_wait_ms, described.native_first_response_ms) as first_wait_any_ms,
    human.longest_wait_ms,
    coalesce(human.count_rounds, 0) as count_rounds,
    coalesce(human.count_answered_rounds, 0) as count_answered_rounds,
    coalesce(human.count_open_rounds, 0) as count_open_rounds
from described
left join {{ ref('int_chat__round_totals') }} as human
    on described.session_key = human.session_key and described.agent_id = human.agent_id and human.reply_scope = 'human'
left join {{ ref('int_chat__round_totals') }} as any_
    on described.session_key = any_.session_key and described.agent_id = any_.agent_id and any_.reply_scope = 'any'
