{#- Conversations as numbers: a session of the platform, else a customer in one window of the shop. stream_no is the same for all
    windows of a customer. -#}
{% macro numbered_conversations(messages) -%}
select
    talks.*,
    row_number() over (
        order by
            talks.platform asc, talks.shop_id asc, talks.native_session_id asc nulls first,
            talks.customer_key asc nulls first, talks.window_account asc nulls first
    ) as conversation_no,
    dense_rank() over (
        order by talks.platform asc, talks.shop_id asc, talks.native_session_id asc nulls first, talks.customer_key asc nulls first
    ) as stream_no
from (
    select distinct
        platform,
        shop_id,
        native_session_id,
        case when native_session_id is null then customer_key end as customer_key,
        case when native_session_id is null then window_account end as window_account
    from {{ messages }}
    where sender_kind <> 'system'
) as talks
{%- endmacro %}

{#- The agents named in chats as numbers; 0 is nobody. -#}
{% macro numbered_agents(messages, assignments) -%}
select
    people.agent_id,
    case when people.agent_id = '(unassigned)' then 0 else row_number() over (order by people.agent_id asc) end as agent_no
from (
    select human_agent_id as agent_id from {{ messages }}
    union
    select addressed_agent_id as agent_id from {{ messages }}
    union
    select agent_id from {{ assignments }}
) as people
where people.agent_id is not null
{%- endmacro %}
