-- grain: one message, with the person behind each account at that time.
-- System lines are kept for the events they tell; they are no part of a conversation.
with roster as (
    select
        shop_id,
        account,
        agent_id,
        role,
        valid_from,
        valid_to
    from {{ ref('stg_landing__roster') }}
)

select
    messages.platform,
    messages.shop_id,
    messages.customer_key,
    coalesce(messages.is_customer_known, true) as is_customer_known,
    messages.native_session_id,
    coalesce(messages.native_session_id, concat_ws('|', messages.customer_key, coalesce(messages.window_account, '~'))) as conversation_key,
    case when writers.role = 'robot' and messages.sender_kind = 'human' then 'robot' else messages.sender_kind end as sender_kind,
    case
        when messages.sender_kind = 'human' and coalesce(writers.role, 'agent') <> 'robot'
            then coalesce(writers.agent_id, messages.sender_account, '(unassigned)')
    end as human_agent_id,
    coalesce(windows_.agent_id, messages.addressed_account) as addressed_agent_id,
    messages.sent_at,
    {{ epoch_ms('messages.sent_at') }} as sent_ms,
    messages.position,
    messages.sku_id,
    messages.system_event,
    coalesce(targets.agent_id, messages.target_account) as target_agent_id,
    messages.is_internal
from {{ ref('stg_all__messages') }} as messages
left join roster as writers
    on
        messages.shop_id = writers.shop_id and messages.sender_account = writers.account
        and cast(messages.sent_at as date) between writers.valid_from and writers.valid_to
left join roster as windows_
    on
        messages.shop_id = windows_.shop_id and messages.addressed_account = windows_.account
        and cast(messages.sent_at as date) between windows_.valid_from and windows_.valid_to
left join roster as targets
    on
        messages.shop_id = targets.shop_id and messages.target_account = targets.account
        and cast(messages.sent_at as date) between targets.valid_from and targets.valid_to
