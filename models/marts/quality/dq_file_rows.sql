-- grain: one file and landing table its rows went to: what became of every row of the file.
-- A file whose rows were all refused stands under the table "-"; one that nobody could open is one row, lost as a whole.
with files as (
    select
        shop_id,
        source_file,
        shown_file,
        source_file_id,
        status
    from {{ ref('stg_landing__files') }}
),

counted as (
    select
        source_file,
        landing_table,
        sum(case when outcome = 'in' then count_rows else 0 end) as count_rows_in,
        sum(case when outcome = 'landed' then count_rows else 0 end) as count_rows_kept,
        sum(case when outcome = 'quarantined' then count_rows else 0 end) as count_rows_quarantined,
        sum(case when outcome = 'superseded' then count_rows else 0 end) as count_rows_duplicate,
        sum(case when outcome = 'structural' then count_rows else 0 end) as count_rows_structural,
        {{ dbt.listagg(
            "case when outcome in ('quarantined', 'structural') then reason || ' ' || cast(count_rows as " ~ dbt.type_string() ~ ") end",
            "', '", "order by outcome, reason"
        ) }} as row_reasons
    from {{ ref('stg_landing__file_rows') }}
    group by source_file, landing_table
)

select
    files.shop_id,
    files.shown_file as source_file,
    coalesce(counted.landing_table, '-') as landing_table,
    files.status,
    cast(counted.count_rows_in as bigint) as count_rows_in,
    cast(counted.count_rows_kept - coalesce(superseded.count_rows, 0) as bigint) as count_rows_landed,
    cast(counted.count_rows_quarantined as bigint) as count_rows_quarantined,
    cast(counted.count_rows_duplicate + coalesce(superseded.count_rows, 0) as bigint) as count_rows_superseded,
    cast(counted.count_rows_structural as bigint) as count_rows_structural,
    counted.row_reasons
from files
left join counted on files.source_file = counted.source_file
left join {{ ref('stg_landing__superseded_rows') }} as superseded
    on
        files.source_file_id = superseded.source_file_id
        and files.status = 'landed'
        and counted.landing_table = superseded.landing_table
