{{ config(materialized='table') }}
-- grain: one message of a conversation, counted once however many exports hold it, with who wrote it and whose conversation it is.
-- The side tells buyer from shop, the kind tells people from machines; a word that no seed knows makes nobody speak.
with source as (
    select
        messages.*,
        lower(messages.side) as side_word,
        lower(messages.sender_kind) as kind_word,
        cast(messages.sent_at as timestamp) as sent_time,
        files.file_no * 4294967296 + messages.source_row as position
    from {{ source('landing', 'douyin_chat_messages') }} as messages
    inner join {{ ref('stg_landing__files') }} as files
        on messages.source_file_id = files.source_file_id and files.status = 'landed'
),

-- A message id makes equal messages one; without it equal lines of one file are different messages.
copies as (
    select
        *,
        {{ surrogate_key([
            'shop_id', 'session_id', 'message_id',
            'case when message_id is null then side_word end',
            'case when message_id is null then sender end',
            'case when message_id is null then sent_time end',
            'case when message_id is null then occurrence end',
            'case when message_id is null then md5(content) end',
        ]) }} as copy_key
    from source
),

-- one export may hold a column that another lacks
ranked as (
    select
        shop_id,
        session_id,
        side,
        side_word,
        sender,
        sender_kind,
        kind_word,
        content,
        sent_time,
        position,
        row_number() over (partition by copy_key order by position asc) as copy_no,
        max(customer_name) over (partition by copy_key) as customer_name,
        max(agent_account) over (partition by copy_key) as agent_account,
        max(order_id) over (partition by copy_key) as order_id,
        max(sku_id) over (partition by copy_key) as sku_id
    from copies
),

roles as (
    select
        native_role,
        sender_kind
    from {{ ref('ref_sender_roles') }}
    where platform = 'douyin'
),

accounts as (
    select distinct
        shop_id,
        account
    from {{ ref('stg_landing__roster') }}
),

spoken as (
    select
        ranked.*,
        case
            when sides.sender_kind in ('customer', 'system') then sides.sender_kind
            when ranked.kind_word is not null then coalesce(kinds.sender_kind, 'system')
            else coalesce(sides.sender_kind, 'system')
        end as known_kind,
        ranked.side_word is not null and sides.sender_kind is null as is_side_unknown,
        ranked.kind_word is not null and kinds.sender_kind is null as is_kind_unknown,
        -- a sender that is only called "customer service" has no account of its own
        case
            when ranked.sender is null or labels.native_role is not null then ranked.agent_account
            when writers.account is null and holders.account is not null then ranked.agent_account
            else ranked.sender
        end as writer_account,
        case when ranked.sender not like '%**%' and labels.native_role is null then ranked.sender end as sender_name,
        case when ranked.customer_name not like '%**%' then ranked.customer_name end as buyer_name
    from ranked
    left join roles as sides on ranked.side_word = sides.native_role
    left join roles as kinds on ranked.kind_word = kinds.native_role
    left join roles as labels on lower(ranked.sender) = labels.native_role
    left join accounts as writers on ranked.shop_id = writers.shop_id and ranked.sender = writers.account
    left join accounts as holders on ranked.shop_id = holders.shop_id and ranked.agent_account = holders.account
    where ranked.copy_no = 1
)

select
    shop_id,
    session_id,
    known_kind as sender_kind,
    is_side_unknown,
    is_kind_unknown,
    side as native_side,
    sender_kind as native_sender_kind,
    case when known_kind in ('human', 'robot', 'auto') then writer_account end as sender_account,
    agent_account,
    order_id,
    sku_id,
    content,
    sent_time as sent_at,
    position,
    -- the buyer: as the file names him, else as he signs his messages
    coalesce(
        min(buyer_name) over (partition by shop_id, session_id),
        min(case when known_kind = 'customer' then sender_name end) over (partition by shop_id, session_id)
    ) as buyer_name,
    -- conversations of a nameless buyer belong together where they speak of one order
    min(order_id) over (partition by shop_id, session_id) as session_order_id
from spoken
