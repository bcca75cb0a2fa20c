-- grain: one session as a unit of figures: each agent's part, and the session as a whole for the shop (agent_id '(shop)').
with invites as (
    select
        session_key,
        agent_id,
        bool_or(invited_ms is not null) as is_invited,
        bool_or(is_evaluated) as is_evaluated,
        bool_or(is_evaluated and invited_ms is not null and coalesce(evaluated_ms >= invited_ms, true)) as is_evaluated_after_invite
    from {{ ref('fct_evaluation') }}
    group by session_key, agent_id
),

-- What a shop's files never tell is unknown, not zero.
told as (
    select
        platform,
        shop_id,
        bool_or(invited_ms is not null) as tells_invites
    from {{ ref('fct_evaluation') }}
    group by platform, shop_id
),

shop_invites as (
    select
        session_key,
        bool_or(is_invited) as is_invited,
        bool_or(is_evaluated) as is_evaluated,
        bool_or(is_evaluated_after_invite) as is_evaluated_after_invite
    from invites
    group by session_key
),

turns as (
    select
        session_key,
        cast(sum(count_customer_turns) as bigint) as count_customer_turns,
        cast(sum(count_agent_turns) as bigint) as count_agent_turns,
        bool_or(is_transferred_out) as is_transferred_out
    from {{ ref('fct_session_assignment') }}
    group by session_key
),

parts as (
    select
        parts.session_key,
        parts.agent_id,
        parts.platform,
        parts.shop_id,
        parts.customer_key,
        parts.business_date,
        parts.started_ms,
        parts.invalid_reason,
        parts.has_messages,
        parts.is_leave_message,
        parts.is_transferred_out,
        parts.is_transferred_in,
        parts.is_transferred_out as leaves_by_transfer,
        parts.is_replied,
        parts.is_reply_unknown,
        parts.first_wait_ms,
        parts.first_customer_wait_ms,
        parts.first_wait_any_ms,
        parts.longest_wait_ms,
        parts.count_open_rounds,
        parts.count_customer_messages,
        parts.count_agent_messages,
        parts.count_customer_turns,
        parts.count_agent_turns,
        invites.is_invited,
        invites.is_evaluated,
        invites.is_evaluated_after_invite
    from {{ ref('fct_session_assignment') }} as parts
    left join invites on parts.session_key = invites.session_key and parts.agent_id = invites.agent_id
),

wholes as (
    select
        sessions.session_key,
        '(shop)' as agent_id,
        sessions.platform,
        sessions.shop_id,
        sessions.customer_key,
        sessions.business_date,
        sessions.started_ms,
        sessions.invalid_reason,
        sessions.has_messages,
        sessions.is_leave_message,
        coalesce(turns.is_transferred_out, false) as is_transferred_out,
        coalesce(turns.is_transferred_out, false) as is_transferred_in,
        -- a hand-over stays within the shop: the session counts once and does not leave
        false as leaves_by_transfer,
        coalesce(sessions.count_agent_messages, 0) > 0 or (not sessions.has_messages and sessions.native_first_response_ms is not null) as is_replied,
        not sessions.has_messages and sessions.count_agent_messages is null and sessions.native_first_response_ms is null as is_reply_unknown,
        coalesce(human.first_wait_ms, case when not sessions.has_messages then sessions.native_first_response_ms end) as first_wait_ms,
        coalesce(human.first_wait_ms, case when not sessions.has_messages then sessions.native_first_response_ms end) as first_customer_wait_ms,
        coalesce(any_.first_wait_ms, case when not sessions.has_messages then sessions.native_first_response_ms end) as first_wait_any_ms,
        human.longest_wait_ms,
        coalesce(human.count_open_rounds, 0) as count_open_rounds,
        coalesce(sessions.count_customer_messages, 0) as count_customer_messages,
        coalesce(sessions.count_agent_messages, 0) as count_agent_messages,
        coalesce(turns.count_customer_turns, 0) as count_customer_turns,
        coalesce(turns.count_agent_turns, 0) as count_agent_turns,
        shop_invites.is_invited,
        shop_invites.is_evaluated,
        shop_invites.is_evaluated_after_invite
    from {{ ref('fct_session') }} as sessions
    left join turns on sessions.session_key = turns.session_key
    left join shop_invites on sessions.session_key = shop_invites.session_key
    left join {{ ref('int_chat__round_totals') }} as human
        on sessions.session_key = human.session_key and human.agent_id = '(shop)' and human.reply_scope = 'human'
    left join {{ ref('int_chat__round_totals') }} as any_ on sessions.session_key = any_.session_key and any_.agent_id = '(shop)' and any_.reply_scope = 'any'
),

combined as (
    select * from parts
    union all
    select * from wholes
)

select
    combined.session_key,
    combined.agent_id,
    combined.platform,
    combined.shop_id,
    combined.customer_key,
    combined.business_date,
    combined.started_ms,
    combined.invalid_reason,
    combined.has_messages,
    combined.is_leave_message,
    combined.is_transferred_out,
    combined.is_transferred_in,
    combined.leaves_by_transfer,
    combined.is_replied,
    combined.is_reply_unknown,
    combined.first_wait_ms,
    combined.first_customer_wait_ms,
    combined.first_wait_any_ms,
    combined.longest_wait_ms,
    combined.count_open_rounds,
    combined.count_customer_messages,
    combined.count_agent_messages,
    combined.count_customer_turns,
    combined.count_agent_turns,
    case when told.tells_invites then coalesce(combined.is_invited, false) end as is_invited,
    case when told.shop_id is not null then coalesce(combined.is_evaluated, false) end as is_evaluated,
    case when told.tells_invites then coalesce(combined.is_evaluated_after_invite, false) end as is_evaluated_after_invite,
    concurrency.count_open
from combined
left join told on combined.platform = told.platform and combined.shop_id = told.shop_id
left join {{ ref('int_chat__concurrency') }} as concurrency on combined.session_key = concurrency.session_key and combined.agent_id = concurrency.agent_id
