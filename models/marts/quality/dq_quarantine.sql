-- grain: one cell or row that could not be read; the value itself stays in staging, it may be personal.
select
    shop_id,
    {{ public_name('source_file') }} as source_file,
    source_row,
    file_kind,
    column_name,
    reason,
    is_row_lost,
    message_en,
    message_zh
from {{ ref('stg_landing__quarantine') }}
