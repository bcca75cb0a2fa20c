-- grain: one message of a conversation, charged to the agent who had to deal with it.
-- A customer's message belongs to the agent who answers it next. A pause longer than the session gap, ended by the customer,
-- cuts the conversation into segments: an answer in a later segment does not reach back over it. Sorting is what costs, so
-- conversations and agents are numbers, and a mark (a place with the agent named there) tells agent and segment in one pass.
{% set agents_at_most = 1048576 %}
with conversations as (
    {{ numbered_conversations(ref('int_chat__messages')) | indent(4) }}
),

agents as (
    {{ numbered_agents(ref('int_chat__messages'), ref('int_chat__native_assignments')) | indent(4) }}
),

holders as (
    select
        conversations.conversation_no,
        agents.agent_no,
        assignments.holds_from_ms,
        assignments.holds_until_ms,
        assignments.is_first,
        assignments.is_final
    from {{ ref('int_chat__native_assignments') }} as assignments
    inner join conversations
        on
            assignments.platform = conversations.platform and assignments.shop_id = conversations.shop_id
            and assignments.native_session_id = conversations.native_session_id
    left join agents on assignments.agent_id = agents.agent_id
),

flow as (
    select
        messages.position,
        messages.sent_ms,
        messages.native_session_id is not null as is_native,
        messages.sender_kind = 'customer' as is_customer,
        conversations.conversation_no,
        conversations.stream_no,
        humans.agent_no as human_no,
        addressed.agent_no as addressed_no,
        rules.session_gap_ms
    from {{ ref('int_chat__messages') }} as messages
    inner join conversations
        on
            messages.platform = conversations.platform and messages.shop_id = conversations.shop_id
            and messages.native_session_id is not distinct from conversations.native_session_id
            and case when messages.native_session_id is null then messages.customer_key end is not distinct from conversations.customer_key
            and case when messages.native_session_id is null then messages.window_account end is not distinct from conversations.window_account
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            messages.platform = rules.platform and messages.shop_id = rules.shop_id
            and cast(messages.sent_at as date) between rules.valid_from and rules.valid_to
    left join agents as humans on messages.human_agent_id = humans.agent_id
    left join agents as addressed on messages.addressed_agent_id = addressed.agent_id
    where messages.sender_kind <> 'system'
),

placed as (
    select
        *,
        row_number() over conversation as place,
        lag(sent_ms) over conversation as previous_ms
    from flow
    window conversation as (partition by conversation_no order by sent_ms asc, position asc)
),

marked as (
    select
        *,
        place * {{ agents_at_most }} + human_no as human_mark,
        place * {{ agents_at_most }} + addressed_no as addressed_mark,
        case when not is_native and is_customer and sent_ms - previous_ms > session_gap_ms then place * {{ agents_at_most }} end as break_mark
    from placed
),

neighbours as (
    select
        *,
        {{ next_known('human_mark', 'conversation_no', 'place asc') }} as next_mark,
        {{ previous_known('human_mark', 'conversation_no', 'place asc') }} as previous_mark,
        {{ next_known('addressed_mark', 'conversation_no', 'place asc') }} as next_addressed_mark,
        {{ previous_known('addressed_mark', 'conversation_no', 'place asc') }} as previous_addressed_mark,
        -- the segment of a message: from its own mark or the last break before it up to the next break after it
        coalesce({{ previous_known('break_mark', 'conversation_no', 'place asc') }}, 0) as begun_mark,
        coalesce(
            min(break_mark) over (partition by conversation_no order by place asc rows between 1 following and unbounded following),
            cast(9000000000000000000 as bigint)
        ) as ended_mark
    from marked
),

segmented as (
    select
        *,
        next_mark % {{ agents_at_most }} as next_no,
        previous_mark % {{ agents_at_most }} as previous_no,
        case when next_mark < ended_mark then next_mark % {{ agents_at_most }} end as next_in_segment,
        case when previous_mark >= begun_mark then previous_mark % {{ agents_at_most }} end as previous_in_segment,
        -- whom the lines around it name, where its own line names nobody
        case
            when previous_addressed_mark >= begun_mark then previous_addressed_mark % {{ agents_at_most }}
            when next_addressed_mark < ended_mark then next_addressed_mark % {{ agents_at_most }}
        end as addressed_in_segment
    from neighbours
),

charged as (
    select
        segmented.*,
        case
            when segmented.human_no is not null then segmented.human_no
            when segmented.is_native
                then coalesce(holders.agent_no, segmented.next_no, finals.agent_no, segmented.previous_no, segmented.addressed_in_segment, 0)
            else
                coalesce(
                    segmented.next_in_segment, segmented.previous_in_segment, segmented.addressed_in_segment, segmented.previous_no, segmented.next_no, 0
                )
        end as agent_no,
        -- who had the customer at the moment of the message: whoever spoke last, while a later answer may be a colleague's
        case
            when segmented.human_no is not null then segmented.human_no
            when segmented.is_native
                then coalesce(holders.agent_no, segmented.previous_no, firsts.agent_no, segmented.next_no, segmented.addressed_in_segment, 0)
            else
                coalesce(
                    segmented.previous_in_segment, segmented.next_in_segment, segmented.addressed_in_segment, segmented.previous_no, segmented.next_no, 0
                )
        end as in_charge_no
    from segmented
    left join holders
        on
            segmented.conversation_no = holders.conversation_no
            and segmented.sent_ms >= holders.holds_from_ms and segmented.sent_ms < holders.holds_until_ms
    left join holders as finals on segmented.conversation_no = finals.conversation_no and finals.is_final
    left join holders as firsts on segmented.conversation_no = firsts.conversation_no and firsts.is_first
)

select
    charged.position,
    charged.sent_ms,
    charged.is_native,
    charged.is_customer,
    charged.session_gap_ms,
    -- the messages of which sessions are cut: a session of the platform, else a customer with one agent
    charged.stream_no,
    case when not charged.is_native then charged.agent_no end as stream_agent_no,
    coalesce(agents.agent_id, '(unassigned)') as agent_id,
    coalesce(in_charge.agent_id, '(unassigned)') as in_charge_agent_id
from charged
left join agents on charged.agent_no = agents.agent_no
left join agents as in_charge on charged.in_charge_no = in_charge.agent_no
