-- grain: one customer message of a session, with the next human message of that customer's conversation with the shop.
-- Built only for shops with a definition set that counts buyer messages.
with shops as (
    select distinct
        platform,
        shop_id
    from {{ ref('int_kpi__members') }}
    where unit_type in ('message', 'customer_day')
),

flow as (
    select
        messages.session_key,
        messages.platform,
        messages.shop_id,
        messages.customer_key,
        coalesce(messages.in_charge_agent_id, messages.agent_id) as agent_id,
        messages.sender_kind,
        messages.sent_at,
        messages.sent_ms,
        messages.position,
        {{ next_known(
            'case when messages.human_agent_id is not null then messages.sent_ms end',
            'messages.platform, messages.shop_id, messages.customer_key',
            'messages.sent_ms asc, messages.position asc'
        ) }} as human_reply_ms
    from {{ ref('int_chat__session_messages') }} as messages
    inner join shops on messages.platform = shops.platform and messages.shop_id = shops.shop_id
),

-- told when the chat starts: the same for everybody who takes part in it
types as (
    select
        session_key,
        max(session_type) as session_type
    from {{ ref('int_orders__part_types') }}
    group by session_key
)

select
    {{ surrogate_key(['flow.session_key', 'flow.sent_ms', 'flow.position']) }} as message_key,
    flow.session_key,
    flow.platform,
    flow.shop_id,
    flow.customer_key,
    flow.agent_id,
    {{ business_date('flow.sent_at', 'rules.cutoff_minutes') }} as business_date,
    flow.sent_ms,
    flow.human_reply_ms,
    flow.human_reply_ms - flow.sent_ms as wait_ms,
    coalesce(types.session_type, 'unknown') as session_type
from flow
inner join {{ ref('int_kpi__shop_rules') }} as rules
    on
        flow.platform = rules.platform and flow.shop_id = rules.shop_id
        and cast(flow.sent_at as date) between rules.valid_from and rules.valid_to
left join types on flow.session_key = types.session_key
where flow.sender_kind = 'customer'
