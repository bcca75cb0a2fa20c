{{ config(materialized='table') }}
-- grain: one line of a chat export that repeats a line of an older export. Where two windows were exported at once, the
-- account decides whose it is: how the files are named or cut says nothing.
-- Two exports can hold the same line only where both hold the buyer on that day, so only those days are sorted; lines of the
-- system name no sender, which their number among equal lines of a file (occurrence) counts.
with shared as (
    select
        messages.shop_id,
        coalesce(messages.customer_name, '~') as customer_name,
        cast(cast(messages.sent_at as timestamp) as date) as sent_date
    from {{ source('landing', 'tmall_chat_messages') }} as messages
    inner join {{ ref('stg_landing__files') }} as files
        on messages.source_file_id = files.source_file_id and files.status = 'landed'
    group by messages.shop_id, coalesce(messages.customer_name, '~'), cast(cast(messages.sent_at as timestamp) as date)
    having min(files.file_no) < max(files.file_no)
),

ranked as (
    select
        files.file_no * 4294967296 + messages.source_row as position,
        row_number() over (
            partition by
                messages.customer_name, cast(messages.sent_at as timestamp), messages.shop_id, messages.sender_name,
                messages.message_kind, messages.occurrence, md5(coalesce(messages.content, ''))
            order by messages.export_rank asc, messages.exporter_account asc, files.file_no asc, messages.source_row asc
        ) as copy_no
    from {{ source('landing', 'tmall_chat_messages') }} as messages
    inner join {{ ref('stg_landing__files') }} as files
        on messages.source_file_id = files.source_file_id and files.status = 'landed'
    left join shared
        on
            messages.shop_id = shared.shop_id and coalesce(messages.customer_name, '~') = shared.customer_name
            and cast(cast(messages.sent_at as timestamp) as date) = shared.sent_date
    where shared.shop_id is not null or messages.sender_name is null
)

select position
from ranked
where copy_no > 1
