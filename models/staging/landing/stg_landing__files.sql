-- grain: one file that was seen below the exports folder (a zip's members count as files of their own).
-- file_no orders files from the oldest export to the newest; it is part of every message's position.
select
    shop_id,
    source_file,
    {{ public_name('source_file') }} as shown_file,
    source_file_id,
    exported_at,
    export_rank,
    landed_at,
    file_kind,
    platform,
    status,
    nearest_kind,
    missing_columns,
    found_columns,
    export_time_source,
    cast(rows_read as bigint) as count_rows_read,
    cast(rows_landed as bigint) as count_rows_landed,
    cast(rows_quarantined as bigint) as count_rows_quarantined,
    message_en,
    message_zh,
    row_number() over (order by export_rank asc nulls first, source_file asc) as file_no
from {{ source('landing', 'landed_files') }}
