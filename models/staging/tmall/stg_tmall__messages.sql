-- grain: one message of a buyer's chat with the shop, counted once however many exports hold it.
with source as (
    select
        messages.*,
        files.file_no * 4294967296 + messages.source_row as position,
        cast(messages.sent_at as timestamp) as sent_time
    from {{ source('landing', 'tmall_chat_messages') }} as messages
    inner join {{ ref('stg_landing__files') }} as files
        on messages.source_file_id = files.source_file_id and files.status = 'landed'
),

-- Equal lines of one file are different messages (occurrence 1, 2, …); equal lines of two files are one. Where two windows
-- were exported at once, the account decides whose it is: how the files are named or cut says nothing.
ranked as (
    select
        *,
        row_number() over (
            partition by shop_id, customer_name, sender_name, sent_time, message_kind, occurrence, md5(coalesce(content, ''))
            order by export_rank asc, exporter_account asc, position asc
        ) as copy_no
    from source
),

robots as (
    select pattern
    from {{ ref('ref_sender_rules') }}
    where platform = 'tmall' and match_type = 'suffix' and sender_kind = 'robot'
)

select
    'tmall' as platform,
    ranked.shop_id,
    {{ customer_key("'tmall'", 'ranked.customer_name') }} as customer_key,
    cast(true as boolean) as is_customer_known,
    ranked.exporter_account as window_account,
    ranked.exporter_account as addressed_account,
    cast(null as {{ dbt.type_string() }}) as native_session_id,
    case
        when ranked.message_kind <> 'message' then 'system'
        when ranked.is_customer = 'true' then 'customer'
        when robots.pattern is not null then 'robot'
        else 'human'
    end as sender_kind,
    case when ranked.is_customer = 'true' then cast(null as {{ dbt.type_string() }}) else ranked.sender_name end as sender_account,
    ranked.sent_time as sent_at,
    ranked.position,
    cast(null as {{ dbt.type_string() }}) as sku_id,
    case when ranked.message_kind in ('transfer', 'leave_message') then ranked.message_kind end as system_event,
    ranked.target_account,
    -- a buyer's nick has no colon: a conversation with a sub-account is colleagues talking
    ranked.customer_name like '%:%' as is_internal,
    {{ message_traits('ranked.content', "ranked.message_kind = 'message' and ranked.is_customer <> 'true' and robots.pattern is null") }}
from ranked
left join robots on {{ ends_with('ranked.sender_name', 'robots.pattern') }}
where ranked.copy_no = 1
