-- grain: one person and month: the guaranteed amount, summed exactly over its parts and rounded half up to the cent once.
-- Days under a scheme that guarantees nothing bring nothing; where no day of the month has a guarantee there is no figure but a reason.
with summed as (
    select
        agent_id,
        month_start,
        month_days,
        max(hire_date) as hire_date,
        cast(sum(days) as integer) as employed_days,
        cast(sum(case when part_kind = 'probation' then days when part_kind = 'guarantee' then 0 end) as integer) as probation_days,
        cast(sum(case when part_kind = 'guarantee' then days when part_kind = 'probation' then 0 end) as integer) as days_outside_probation,
        count(*) = count(part_kind) as is_probation_known,
        sum(case when counted_days > 0 then monthly_amount * counted_days end) as amount_times_days,
        min(case missing_reason when 'no_hire_date' then 1 when 'no_scheme' then 2 when 'no_guarantee' then 3 end) as reason_no
    from {{ ref('int_appraisal__guarantee_parts') }}
    group by agent_id, month_start, month_days
)

select
    agent_id,
    month_start,
    month_days,
    hire_date,
    employed_days,
    case when is_probation_known then probation_days end as probation_days,
    case when is_probation_known then days_outside_probation end as days_outside_probation,
    case when coalesce(reason_no, 0) <> 1 then {{ exact_ratio('amount_times_days', 'month_days', 2) }} end as guarantee_amount,
    case
        when reason_no = 1 then 'no_hire_date'
        when amount_times_days is not null then null
        when reason_no = 2 then 'no_scheme'
        else 'no_guarantee'
    end as missing_reason
from summed
