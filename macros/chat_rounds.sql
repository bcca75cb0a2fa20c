{#- Messages of sessions with the round they belong to, per reply scope. round_no counts the replies before: that of a
    customer's message and of the reply that closes its round. One pass over the messages serves all scopes.
    sessions     relation with a row for each session_no and reply_scope -#}
{% macro messages_in_rounds(messages, sessions) -%}
select
    flow.session_no,
    sessions.reply_scope,
    flow.agent_id,
    flow.last_agent_id,
    flow.sender_kind = 'customer' as is_customer,
    flow.sent_ms,
    case
        when flow.sender_kind = 'customer' and sessions.reply_scope = 'any' then flow.count_any_replies
        when flow.sender_kind = 'customer' then flow.count_human_replies
        when sessions.reply_scope = 'any' then flow.count_any_replies - 1
        else flow.count_human_replies - 1
    end as round_no
from (
    select
        session_no,
        agent_id,
        sender_kind,
        sent_ms,
        cast(sum(case when sender_kind = 'human' then 1 else 0 end) over session_ as bigint) as count_human_replies,
        cast(sum(case when sender_kind in ('human', 'robot', 'auto') then 1 else 0 end) over session_ as bigint) as count_any_replies,
        -- whose it is where nobody replies any more: all that the customer still writes is of the same round
        {{ last_known("case when sender_kind = 'customer' then agent_id end", 'session_no', 'sent_ms asc, position asc') }} as last_agent_id
    from {{ messages }}
    where sender_kind <> 'system'
    window session_ as (partition by session_no order by sent_ms asc, position asc rows between unbounded preceding and current row)
) as flow
inner join {{ sessions }} as sessions on flow.session_no = sessions.session_no
where flow.sender_kind in ('customer', 'human') or (sessions.reply_scope = 'any' and flow.sender_kind in ('robot', 'auto'))
{%- endmacro %}

{#- Sessions by number, with their keys and the reply scopes of their shop. -#}
{% macro sessions_in_scopes(messages, scopes) -%}
select
    keys.*,
    scopes.reply_scope
from (
    select
        session_no,
        max(session_key) as session_key,
        max(platform) as platform,
        max(shop_id) as shop_id
    from {{ messages }}
    group by session_no
) as keys
inner join {{ scopes }} as scopes on keys.platform = scopes.platform and keys.shop_id = scopes.shop_id
{%- endmacro %}

{#- Rounds of messages_in_rounds, and replies that close nothing (without a customer's message). -#}
{% macro closed_rounds(messages) -%}
select
    session_no,
    reply_scope,
    round_no,
    max(case when not is_customer then agent_id end) as reply_agent_id,
    max(case when not is_customer then sent_ms end) as reply_ms,
    max(last_agent_id) as last_agent_id,
    cast(sum(case when is_customer then 1 else 0 end) as bigint) as count_customer_messages,
    min(case when is_customer then sent_ms end) as first_customer_ms,
    max(case when is_customer then sent_ms end) as last_customer_ms,
    cast(sum(case when is_customer then sent_ms else 0 end) as bigint) as sent_sum_ms
from {{ messages }}
group by session_no, reply_scope, round_no
{%- endmacro %}
