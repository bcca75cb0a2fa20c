-- grain: one message, with the person behind each account at that time.
-- System lines are kept for the events they tell; they are no part of a conversation.
select
    messages.platform,
    messages.shop_id,
    messages.customer_key,
    coalesce(messages.is_customer_known, true) as is_customer_known,
    messages.native_session_id,
    messages.window_account,
    case when writers.role = 'robot' and messages.sender_kind = 'human' then 'robot' else messages.sender_kind end as sender_kind,
    case
        when messages.sender_kind = 'human' and coalesce(writers.role, 'agent') <> 'robot'
            then coalesce(writers.agent_id, {{ public_name('messages.sender_account') }}, '(unassigned)')
    end as human_agent_id,
    -- an account that no list of accounts names on that day
    case when messages.sender_kind = 'human' and writers.account is null then messages.sender_account end as unlisted_account,
    coalesce(windows_.agent_id, {{ public_name('messages.addressed_account') }}) as addressed_agent_id,
    messages.sent_at,
    {{ epoch_ms('messages.sent_at') }} as sent_ms,
    messages.position,
    messages.sku_id,
    messages.system_event,
    coalesce(targets.agent_id, {{ public_name('messages.target_account') }}) as target_agent_id,
    messages.is_internal,
    case when messages.sender_kind = 'human' then messages.content_key end as content_key,
    messages.content_length,
    -- unknown where the text was not exported
    case when messages.content_length is not null then placeholders.content_key is not null end as is_placeholder
from {{ ref('stg_all__messages') }} as messages
{{ join_roster('writers', 'messages', 'messages.sender_account', 'cast(messages.sent_at as date)') }}
{{ join_roster('windows_', 'messages', 'messages.addressed_account', 'cast(messages.sent_at as date)') }}
{{ join_roster('targets', 'messages', 'messages.target_account', 'cast(messages.sent_at as date)') }}
left join {{ ref('int_chat__placeholder_keys') }} as placeholders on messages.content_key = placeholders.content_key
