-- grain: one file seen below the exports folder: what it was taken for and where its rows went.
select
    shop_id,
    shown_file as source_file,
    file_kind,
    platform,
    status,
    nearest_kind,
    missing_columns,
    exported_at,
    export_time_source,
    count_rows_read,
    count_rows_landed,
    count_rows_quarantined,
    message_en,
    message_zh
from {{ ref('stg_landing__files') }}
