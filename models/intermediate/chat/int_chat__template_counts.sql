-- grain: one agent's part of a session: its messages that are a template.
-- A template is a text that the same agent sent often enough in the month of the session, and that is not too short to tell.
with said as (
    select
        messages.session_key,
        messages.platform,
        messages.shop_id,
        messages.human_agent_id as agent_id,
        {{ month_start('sessions.business_date') }} as month_start,
        texts.content_key,
        rules.template_min_repeats,
        count(*) as count_messages
    from {{ ref('int_chat__session_messages') }} as messages
    inner join {{ ref('int_chat__messages') }} as texts on messages.position = texts.position
    inner join {{ ref('fct_session') }} as sessions on messages.session_key = sessions.session_key
    inner join {{ ref('int_kpi__rules') }} as rules
        on
            messages.platform = rules.platform and messages.shop_id = rules.shop_id
            and rules.is_own_set and rules.kpi_id = 'template_reply_share'
            and sessions.business_date between rules.valid_from and rules.valid_to
    where messages.human_agent_id is not null and texts.content_key is not null and texts.content_length >= rules.template_min_characters
    group by
        messages.session_key, messages.platform, messages.shop_id, messages.human_agent_id,
        {{ month_start('sessions.business_date') }}, texts.content_key, rules.template_min_repeats
),

repeated as (
    select
        platform,
        shop_id,
        agent_id,
        month_start,
        content_key
    from said
    group by platform, shop_id, agent_id, month_start, content_key
    having sum(count_messages) >= max(template_min_repeats)
)

select
    said.session_key,
    said.agent_id,
    cast(sum(said.count_messages) as bigint) as count_template_messages
from said
inner join repeated
    on
        said.platform = repeated.platform and said.shop_id = repeated.shop_id and said.agent_id = repeated.agent_id
        and said.month_start = repeated.month_start and said.content_key = repeated.content_key
group by said.session_key, said.agent_id
