-- Every row of a file landed, was quarantined, is superseded or is no data: nothing is dropped in silence. A file that nobody
-- could open is one row, quarantined as a whole: a file without a count would be a file that nobody speaks of.
select
    source_file,
    landing_table
from {{ ref('dq_file_rows') }}
where
    count_rows_in
    is distinct from count_rows_landed + count_rows_quarantined + count_rows_superseded + count_rows_structural
    or count_rows_in is null
    or (status <> 'landed' and count_rows_in < 1)
    or count_rows_landed < 0
