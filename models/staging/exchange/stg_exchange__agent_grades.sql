-- grain: one person and the day from which a grade is held, in the version of the newest file.
with ranked as (
    select
        agent_id,
        cast(valid_from as date) as valid_from,
        grade_id as grade,
        source_file,
        source_row,
        row_number() over (
            partition by agent_id, cast(valid_from as date)
            order by export_rank desc, source_file desc, source_row desc
        ) as recency
    from {{ source('landing', 'exchange_agent_grades') }}
)

select
    agent_id,
    valid_from,
    grade,
    source_file,
    source_row
from ranked
where recency = 1
