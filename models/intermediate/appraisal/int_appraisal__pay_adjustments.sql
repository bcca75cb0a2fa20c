-- grain: one line of one person and month of which more or less was paid than is due now, and the month in which the difference stands.
-- Differences of a locked month stand in the open month; what was paid ahead for a month that is not locked is taken off in that month.
-- A line that cannot be told any more because a file is missing is no difference: nothing is taken back for a lack of data.
with due as (
    select
        agent_id,
        month_start as for_month,
        line_id,
        amount,
        name_en,
        name_zh,
        missing_reason,
        is_unknown
    from {{ ref('int_appraisal__pay_dues') }}
    where is_payable
),

paid as (
    select
        agent_id,
        for_month,
        line_id,
        sum(amount) as amount
    from {{ ref('stg_exchange__pay_outs') }}
    group by agent_id, for_month, line_id
),

compared as (
    select
        coalesce(due.agent_id, paid.agent_id) as agent_id,
        coalesce(due.for_month, paid.for_month) as for_month,
        coalesce(due.line_id, paid.line_id) as line_id,
        due.name_en,
        due.name_zh,
        due.missing_reason,
        case when due.is_unknown and paid.line_id is not null then paid.amount else coalesce(due.amount, 0) end as due_amount,
        coalesce(paid.amount, 0) as paid_amount
    from due
    full outer join paid
        on due.agent_id = paid.agent_id and due.for_month = paid.for_month and due.line_id = paid.line_id
),

placed as (
    select
        compared.*,
        coalesce(locks.open_month, compared.for_month) as month_start,
        case when locks.month_start is null then 0 else compared.due_amount end - compared.paid_amount as amount
    from compared
    left join {{ ref('int_appraisal__pay_locks') }} as locks on compared.for_month = locks.month_start
)

select
    agent_id,
    month_start,
    for_month,
    line_id,
    coalesce(name_en, line_id) as name_en,
    coalesce(name_zh, line_id) as name_zh,
    missing_reason,
    cast(due_amount as decimal(18, 2)) as due_amount,
    cast(paid_amount as decimal(18, 2)) as paid_amount,
    cast(amount as decimal(18, 2)) as amount
from placed
where amount <> 0
