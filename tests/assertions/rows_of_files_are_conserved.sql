-- Every row of a file landed, was quarantined, is superseded or is no data: nothing is dropped in silence.
select
    source_file,
    landing_table
from {{ ref('dq_file_rows') }}
where
    count_rows_in
    is distinct from count_rows_landed + count_rows_quarantined + count_rows_superseded + count_rows_structural
    or (count_rows_in is null and status <> 'failed' and status <> 'unrecognised')
    or count_rows_landed < 0
