{{ config(materialized='table') }}
-- grain: one line of a chat log, counted once however many exports hold it, with the side that wrote it.
-- A log names its speakers and nothing else: who is buyer or agent is found from the rosters and the mask.
with source as (
    select
        messages.shop_id,
        messages.block_key,
        messages.sender_name,
        {{ customer_key("'jd'", 'messages.sender_name') }} as sender_key,
        messages.content,
        cast(messages.sent_at as timestamp) as sent_at,
        files.file_no * 4294967296 + messages.source_row as position,
        row_number() over (
            partition by
                messages.shop_id, messages.block_key, messages.sender_name, messages.sent_at, messages.occurrence,
                md5(coalesce(messages.content, ''))
            order by files.file_no asc
        ) as copy_no
    from {{ source('landing', 'jd_chat_messages') }} as messages
    inner join {{ ref('stg_landing__files') }} as files
        on messages.source_file_id = files.source_file_id and files.status = 'landed'
),

agents as (
    select
        shop_id,
        account
    from {{ ref('stg_landing__roster') }}
    where platform = 'jd' and role <> 'robot' and not is_alias
    union
    select
        shop_id,
        agent_account as account
    from {{ source('landing', 'jd_sessions') }}
    union
    select
        shop_id,
        transferred_account as account
    from {{ source('landing', 'jd_sessions') }}
    union
    select
        shop_id,
        account
    from {{ source('landing', 'platform_figures') }}
    where report_kind like 'jd%' and is_summary = 'false'
),

buyers as (
    -- by key: of one buyer older rows may be sealed and newer ones not
    select
        shop_id,
        {{ customer_key("'jd'", 'customer_name') }} as customer_key
    from {{ source('landing', 'jd_sessions') }}
    union
    select
        shop_id,
        {{ customer_key("'jd'", 'customer_name') }} as customer_key
    from {{ source('landing', 'jd_orders') }}
),

sided as (
    select
        source.*,
        case
            when robots.pattern is not null then 'robot'
            when agents.account is not null then 'human'
            when source.sender_name like '%**%' or buyers.customer_key is not null then 'customer'
        end as known_kind
    from source
    left join agents on source.shop_id = agents.shop_id and source.sender_name = agents.account
    left join buyers on source.shop_id = buyers.shop_id and source.sender_key = buyers.customer_key
    left join {{ ref('ref_sender_rules') }} as robots
        on robots.platform = 'jd' and robots.match_type = 'prefix' and {{ starts_with('source.sender_name', 'robots.pattern') }}
    where source.copy_no = 1
),

-- only what people of the shop write is compared
worded as (
    select
        *,
        case when coalesce(known_kind, 'human') = 'human' then {{ wording('content') }} end as wording
    from sided
),

-- the key of the text goes on, the text does not
traited as (
    select
        shop_id,
        block_key,
        sender_name,
        sent_at,
        position,
        known_kind,
        {{ message_traits('wording') | indent(4) }}
    from worded
),

blocks as (
    select
        *,
        max(case when known_kind = 'customer' then 1 else 0 end) over (partition by shop_id, block_key) as has_customer,
        max(case when known_kind = 'human' then 1 else 0 end) over (partition by shop_id, block_key) as has_human,
        first_value(sender_name) over (
            partition by shop_id, block_key
            order by case when known_kind is null then 0 else 1 end asc, sent_at asc, position asc
        ) as first_unknown
    from traited
)

select
    shop_id,
    block_key,
    sender_name,
    sent_at,
    position,
    case
        when known_kind is not null then known_kind
        when has_customer = 1 then 'human'
        when has_human = 1 or sender_name = first_unknown then 'customer'
        else 'human'
    end as sender_kind,
    content_key,
    content_length
from blocks
