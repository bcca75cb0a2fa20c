-- grain: one message of the exchange format, counted once however many files hold it.
with positioned as (
    select
        messages.*,
        coalesce(messages.platform, shops.platform, 'other') as known_platform,
        files.file_no * 4294967296 + messages.source_row as position,
        cast(messages.sent_at as timestamp) as sent_time
    from {{ source('landing', 'exchange_messages') }} as messages
    inner join {{ ref('stg_landing__files') }} as files
        on messages.source_file_id = files.source_file_id and files.status = 'landed'
    left join {{ ref('stg_landing__shops') }} as shops
        on messages.shop_id = shops.shop_id and shops.is_default_platform
),

-- A message id makes equal messages one; without it equal lines of one file are different messages.
ranked as (
    select
        *,
        row_number() over (
            partition by
                shop_id, known_platform, message_id,
                case when message_id is null then customer_id end,
                case when message_id is null then sender end,
                case when message_id is null then agent_account end,
                case when message_id is null then session_id end,
                case when message_id is null then sent_time end,
                case when message_id is null then occurrence end,
                case when message_id is null then md5(coalesce(content, '')) end
            order by position asc
        ) as copy_no
    from positioned
),

said as (
    select
        *,
        -- only what people of the shop write is compared
        case when sender = 'agent' then {{ wording('content') }} end as wording
    from ranked
    where copy_no = 1
)

select
    said.known_platform as platform,
    said.shop_id,
    -- two buyers may share a mask (t******7): it stands for one customer within a session at most, and is joined to no order
    case
        when said.customer_id like '%**%'
            then {{ customer_key("said.known_platform", "concat_ws('|', said.customer_id, said.session_id)") }}
        else {{ customer_key("said.known_platform", 'said.customer_id') }}
    end as customer_key,
    said.customer_id not like '%**%' as is_customer_known,
    cast(null as {{ dbt.type_string() }}) as window_account,
    case when said.sender in ('customer', 'auto') then said.agent_account end as addressed_account,
    said.session_id as native_session_id,
    case said.sender when 'agent' then 'human' else said.sender end as sender_kind,
    case when said.sender in ('agent', 'robot', 'auto') then said.agent_account end as sender_account,
    said.sent_time as sent_at,
    said.position,
    said.sku_id,
    cast(null as {{ dbt.type_string() }}) as system_event,
    cast(null as {{ dbt.type_string() }}) as target_account,
    cast(false as boolean) as is_internal,
    {{ message_traits('said.wording') }}
from said
