{{ config(materialized='table') }}
-- grain: one message of a buyer's chat with the shop, counted once however many exports hold it, with who wrote it and whose chat it is.
-- Where no column names the buyer only his own lines do: any other line belongs to the buyer of the line before it in its file.
with source as (
    select
        messages.*,
        lower(messages.role) as role_word,
        lower(messages.message_type) as type_word,
        cast(messages.sent_at as timestamp) as sent_time,
        files.file_no * 4294967296 + messages.source_row as position
    from {{ source('landing', 'pdd_chat_messages') }} as messages
    inner join {{ ref('stg_landing__files') }} as files
        on messages.source_file_id = files.source_file_id and files.status = 'landed'
),

roles as (
    select
        native_role,
        sender_kind
    from {{ ref('ref_sender_roles') }}
    where platform = 'pdd'
),

robots as (
    select distinct source.sender_name
    from source
    inner join {{ ref('ref_sender_rules') }} as rules
        on
            rules.platform = 'pdd' and rules.match_type = 'prefix' and rules.sender_kind = 'robot'
            and {{ starts_with('source.sender_name', 'rules.pattern') }}
),

spoken as (
    select
        source.*,
        case
            when machines.native_role is not null then machines.sender_kind
            when roles.sender_kind = 'human' and robots.sender_name is not null then 'robot'
            else coalesce(roles.sender_kind, 'system')
        end as sender_kind,
        roles.native_role is null as is_role_unknown,
        -- a sender who is only called "customer service" has no account of his own
        case when labels.native_role is null then source.sender_name end as own_name
    from source
    left join roles on source.role_word = roles.native_role
    left join roles as machines
        on source.type_word = machines.native_role and machines.sender_kind in ('robot', 'auto', 'system')
    left join roles as labels on lower(source.sender_name) = labels.native_role
    left join robots on source.sender_name = robots.sender_name
),

said as (
    select
        *,
        coalesce(buyer_name, case when sender_kind = 'customer' then sender_name end) as said_name
    from spoken
),

named as (
    select
        *,
        coalesce(
            said_name,
            {{ previous_known('said_name', 'shop_id, coalesce(session_id, source_file_id)', 'position asc') }},
            {{ next_known('said_name', 'shop_id, coalesce(session_id, source_file_id)', 'position asc') }}
        ) as written_name
    from said
),

numbered as (
    select
        named.*,
        coalesce(named.written_name, 'conversation ' || coalesce(named.session_id, named.source_file_id)) as customer_name,
        named.written_name is null or labels.native_role is not null as is_customer_nameless,
        -- equal lines of one file are different messages
        row_number() over (
            partition by
                named.source_file_id, named.session_id, named.written_name, named.sender_kind, named.sender_name,
                named.sent_time, md5(coalesce(named.content, ''))
            order by named.position asc
        ) as occurrence
    from named
    left join roles as labels on lower(named.written_name) = labels.native_role
),

ranked as (
    select
        *,
        row_number() over (
            partition by
                shop_id, session_id, customer_name, sender_kind, sender_name, sent_time, occurrence, md5(coalesce(content, ''))
            order by position asc
        ) as copy_no
    from numbered
)

select
    shop_id,
    session_id,
    customer_name,
    is_customer_nameless,
    -- a mask (b***r) names nobody for certain
    not is_customer_nameless and customer_name not like '%*%' as is_customer_named,
    sender_kind,
    role as native_role,
    is_role_unknown,
    case
        when sender_kind = 'human' then coalesce(agent_account, own_name)
        when sender_kind in ('robot', 'auto') then coalesce(own_name, agent_account)
    end as sender_account,
    agent_account,
    order_id,
    goods_id,
    content,
    sent_time as sent_at,
    position
from ranked
where copy_no = 1
