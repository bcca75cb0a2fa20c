-- grain: one message of a conversation, charged to the agent who had to deal with it.
-- A customer's message belongs to the agent who answers it next. A pause longer than the session gap, ended by the
-- customer, cuts the conversation into segments: an answer in a later segment does not reach back over it.
with flow as (
    select
        messages.*,
        rules.session_gap_ms,
        lag(messages.sent_ms) over (
            partition by messages.platform, messages.shop_id, messages.conversation_key
            order by messages.sent_ms asc, messages.position asc
        ) as previous_ms
    from {{ ref('int_chat__messages') }} as messages
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            messages.platform = rules.platform and messages.shop_id = rules.shop_id
            and cast(messages.sent_at as date) between rules.valid_from and rules.valid_to
    where messages.sender_kind <> 'system'
),

segmented as (
    select
        *,
        sum(case when native_session_id is null and sender_kind = 'customer' and sent_ms - previous_ms > session_gap_ms then 1 else 0 end)
            over (
                partition by platform, shop_id, conversation_key
                order by sent_ms asc, position asc
                rows between unbounded preceding and current row
            ) as segment_no
    from flow
),

neighbours as (
    select
        *,
        {{ next_known('human_agent_id', 'platform, shop_id, conversation_key, segment_no', 'sent_ms asc, position asc') }} as next_in_segment,
        {{ previous_known('human_agent_id', 'platform, shop_id, conversation_key, segment_no', 'sent_ms asc, position asc') }} as previous_in_segment,
        -- whom the lines around it name, where its own line names nobody
        coalesce(
            addressed_agent_id,
            {{ previous_known('addressed_agent_id', 'platform, shop_id, conversation_key, segment_no', 'sent_ms asc, position asc') }},
            {{ next_known('addressed_agent_id', 'platform, shop_id, conversation_key, segment_no', 'sent_ms asc, position asc') }}
        ) as addressed_in_segment,
        {{ next_known('human_agent_id', 'platform, shop_id, conversation_key', 'sent_ms asc, position asc') }} as next_agent,
        {{ previous_known('human_agent_id', 'platform, shop_id, conversation_key', 'sent_ms asc, position asc') }} as previous_agent
    from segmented
)

select
    neighbours.platform,
    neighbours.shop_id,
    neighbours.customer_key,
    neighbours.is_customer_known,
    neighbours.native_session_id,
    neighbours.sender_kind,
    neighbours.human_agent_id,
    neighbours.sent_at,
    neighbours.sent_ms,
    neighbours.position,
    neighbours.sku_id,
    neighbours.is_internal,
    neighbours.is_placeholder,
    neighbours.session_gap_ms,
    case
        when neighbours.human_agent_id is not null then neighbours.human_agent_id
        when neighbours.native_session_id is not null
            then
                coalesce(
                    holders.agent_id, neighbours.next_agent, finals.agent_id, neighbours.previous_agent, neighbours.addressed_in_segment,
                    '(unassigned)'
                )
        else
            coalesce(
                neighbours.next_in_segment, neighbours.previous_in_segment, neighbours.addressed_in_segment,
                neighbours.previous_agent, neighbours.next_agent, '(unassigned)'
            )
    end as agent_id,
    -- who had the customer at the moment of the message: whoever spoke last, while a later answer may be a colleague's
    case
        when neighbours.human_agent_id is not null then neighbours.human_agent_id
        when neighbours.native_session_id is not null
            then
                coalesce(
                    holders.agent_id, neighbours.previous_agent, firsts.agent_id, neighbours.next_agent, neighbours.addressed_in_segment,
                    '(unassigned)'
                )
        else
            coalesce(
                neighbours.previous_in_segment, neighbours.next_in_segment, neighbours.addressed_in_segment,
                neighbours.previous_agent, neighbours.next_agent, '(unassigned)'
            )
    end as in_charge_agent_id
from neighbours
left join {{ ref('int_chat__native_assignments') }} as holders
    on
        neighbours.platform = holders.platform and neighbours.shop_id = holders.shop_id
        and neighbours.native_session_id = holders.native_session_id
        and neighbours.sent_ms >= holders.holds_from_ms and neighbours.sent_ms < holders.holds_until_ms
left join {{ ref('int_chat__native_assignments') }} as finals
    on
        neighbours.platform = finals.platform and neighbours.shop_id = finals.shop_id
        and neighbours.native_session_id = finals.native_session_id and finals.is_final
left join {{ ref('int_chat__native_assignments') }} as firsts
    on
        neighbours.platform = firsts.platform and neighbours.shop_id = firsts.shop_id
        and neighbours.native_session_id = firsts.native_session_id and firsts.is_first
