-- A locked month pays exactly its pay-out, to everybody, and its statement says so.
with paid as (
    select
        agent_id,
        month_start,
        sum(amount) as amount
    from {{ ref('stg_exchange__pay_outs') }}
    group by agent_id, month_start
)

select
    statements.agent_id,
    statements.month_start,
    statements.payable_amount,
    paid.amount
from {{ ref('appraisal_statement') }} as statements
full outer join paid on statements.agent_id = paid.agent_id and statements.month_start = paid.month_start
where
    (paid.agent_id is not null and statements.agent_id is null)
    or (statements.is_locked and coalesce(statements.payable_amount, 0) <> coalesce(paid.amount, 0))
