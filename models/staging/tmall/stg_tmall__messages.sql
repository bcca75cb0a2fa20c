-- grain: one message of a buyer's chat with the shop, counted once however many exports hold it.
-- Equal lines of one file are different messages (occurrence 1, 2, …); equal lines of two files are one.
with source as (
    select
        messages.*,
        files.file_no * 4294967296 + messages.source_row as position,
        cast(messages.sent_at as timestamp) as sent_time
    from {{ source('landing', 'tmall_chat_messages') }} as messages
    inner join {{ ref('stg_landing__files') }} as files
        on messages.source_file_id = files.source_file_id and files.status = 'landed'
),

robots as (
    select pattern
    from {{ ref('ref_sender_rules') }}
    where platform = 'tmall' and match_type = 'suffix' and sender_kind = 'robot'
),

told as (
    select
        source.*,
        robots.pattern is not null as is_robot,
        -- only what people of the shop write is compared
        case
            when source.message_kind = 'message' and source.is_customer <> 'true' and robots.pattern is null
                then {{ wording('source.content') }}
        end as wording
    from source
    left join {{ ref('base_tmall__repeated_messages') }} as repeated_lines on source.position = repeated_lines.position
    left join robots on {{ ends_with('source.sender_name', 'robots.pattern') }}
    where repeated_lines.position is null
)

select
    'tmall' as platform,
    told.shop_id,
    {{ customer_key("'tmall'", 'told.customer_name') }} as customer_key,
    cast(true as boolean) as is_customer_known,
    told.exporter_account as window_account,
    told.exporter_account as addressed_account,
    cast(null as {{ dbt.type_string() }}) as native_session_id,
    case
        when told.message_kind <> 'message' then 'system'
        when told.is_customer = 'true' then 'customer'
        when told.is_robot then 'robot'
        else 'human'
    end as sender_kind,
    case when told.is_customer = 'true' then cast(null as {{ dbt.type_string() }}) else told.sender_name end as sender_account,
    told.sent_time as sent_at,
    told.position,
    cast(null as {{ dbt.type_string() }}) as sku_id,
    case when told.message_kind in ('transfer', 'leave_message') then told.message_kind end as system_event,
    told.target_account,
    -- a buyer's nick has no colon: a conversation with a sub-account is colleagues talking
    told.customer_name like '%:%' as is_internal,
    {{ message_traits('told.wording') }}
from told
