-- grain: one cell or row that could not be read, with the reason; the only place that keeps the value.
select
    shop_id,
    source_file,
    source_file_id,
    source_row,
    file_kind,
    column_name,
    bad_value,
    reason,
    coalesce(is_row_lost, 'true') = 'true' as is_row_lost,
    message_en,
    message_zh
from {{ source('landing', 'quarantine') }}
