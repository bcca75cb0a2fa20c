-- grain: one file, landing table and outcome with its reason: how many rows of the file it befell.
select
    shop_id,
    source_file,
    source_file_id,
    landing_table,
    outcome,
    reason,
    sum(cast(row_count as bigint)) as count_rows
from {{ source('landing', 'file_rows') }}
group by shop_id, source_file, source_file_id, landing_table, outcome, reason
