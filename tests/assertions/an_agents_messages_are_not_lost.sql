-- Two paths to one number: human messages in sessions, counted by session and by agent's part.
with by_session as (
    select
        session_key,
        count_agent_messages,
        count_customer_messages
    from {{ ref('fct_session') }}
    where has_messages
),

by_part as (
    select
        session_key,
        sum(count_agent_messages) as count_agent_messages,
        sum(count_customer_messages) as count_customer_messages
    from {{ ref('fct_session_assignment') }}
    group by session_key
)

select
    by_session.session_key,
    by_session.count_agent_messages,
    by_part.count_agent_messages as count_in_parts
from by_session
left join by_part on by_session.session_key = by_part.session_key
where
    by_session.count_agent_messages <> coalesce(by_part.count_agent_messages, 0)
    or by_session.count_customer_messages <> coalesce(by_part.count_customer_messages, 0)
