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
)

select
    'tmall' as platform,
    source.shop_id,
    {{ customer_key("'tmall'", 'source.customer_name') }} as customer_key,
    cast(true as boolean) as is_customer_known,
    source.exporter_account as window_account,
    source.exporter_account as addressed_account,
    cast(null as {{ dbt.type_string() }}) as native_session_id,
    case
        when source.message_kind <> 'message' then 'system'
        when source.is_customer = 'true' then 'customer'
        when robots.pattern is not null then 'robot'
        else 'human'
    end as sender_kind,
    case when source.is_customer = 'true' then cast(null as {{ dbt.type_string() }}) else source.sender_name end as sender_account,
    source.sent_time as sent_at,
    source.position,
    cast(null as {{ dbt.type_string() }}) as sku_id,
    case when source.message_kind in ('transfer', 'leave_message') then source.message_kind end as system_event,
    source.target_account,
    -- a buyer's nick has no colon: a conversation with a sub-account is colleagues talking
    source.customer_name like '%:%' as is_internal,
    {{ message_traits('source.content', "source.message_kind = 'message' and source.is_customer <> 'true' and robots.pattern is null") }}
from source
left join {{ ref('base_tmall__repeated_messages') }} as repeated_lines on source.position = repeated_lines.position
left join robots on {{ ends_with('source.sender_name', 'robots.pattern') }}
where repeated_lines.position is null
