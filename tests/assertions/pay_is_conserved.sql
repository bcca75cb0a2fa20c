{{ config(group='appraisal') }}
-- Over all months of a person: what was paid and what still stands open is what is due now. A line that cannot be told is due as paid.
with paid as (
    select
        agent_id,
        for_month,
        line_id,
        sum(amount) as amount
    from {{ ref('stg_exchange__pay_outs') }}
    group by agent_id, for_month, line_id
),

due as (
    select
        dues.agent_id,
        sum(case when dues.is_unknown and paid.amount is not null then paid.amount else coalesce(dues.amount, 0) end) as amount
    from {{ ref('int_appraisal__pay_dues') }} as dues
    left join paid
        on dues.agent_id = paid.agent_id and dues.month_start = paid.for_month and dues.line_id = paid.line_id
    where dues.is_payable
    group by dues.agent_id
),

told as (
    select
        agent_id,
        amount
    from {{ ref('stg_exchange__pay_outs') }}
    union all
    select
        agent_id,
        amount
    from {{ ref('appraisal_pay_line') }}
    where is_payable and status = 'open' and amount is not null
),

paid_and_open as (
    select
        agent_id,
        sum(amount) as amount
    from told
    group by agent_id
)

select
    coalesce(due.agent_id, paid_and_open.agent_id) as agent_id,
    due.amount as due_amount,
    paid_and_open.amount as paid_and_open_amount
from due
full outer join paid_and_open on due.agent_id = paid_and_open.agent_id
where coalesce(due.amount, 0) <> coalesce(paid_and_open.amount, 0)
