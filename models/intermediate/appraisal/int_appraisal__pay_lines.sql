-- grain: one line of a monthly statement: due lines, of a locked month as they were paid, paid lines that no rule gives now, and adjustments.
with locks as (
    select month_start
    from {{ ref('int_appraisal__pay_locks') }}
),

dues as (
    select
        dues.*,
        locks.month_start is not null as is_locked
    from {{ ref('int_appraisal__pay_dues') }} as dues
    left join locks on dues.month_start = locks.month_start
),

paid as (
    select * from {{ ref('stg_exchange__pay_outs') }}
)

-- what was not paid in a locked month stands there with 0, and with what it would be now
select
    dues.agent_id,
    dues.month_start,
    dues.month_start as for_month,
    dues.line_id,
    dues.line_kind,
    dues.item_id,
    dues.item_kind,
    dues.name_en,
    dues.name_zh,
    dues.counts_as,
    case when dues.is_locked and dues.is_payable then coalesce(paid.amount, 0) else dues.amount end as amount,
    dues.amount as due_amount,
    paid.amount as paid_amount,
    paid.paid_on,
    dues.is_payable,
    dues.is_locked and dues.is_payable as is_paid,
    dues.is_provisional,
    dues.missing_reason
from dues
left join paid
    on
        dues.agent_id = paid.agent_id and dues.month_start = paid.month_start and dues.month_start = paid.for_month
        and dues.line_id = paid.line_id and dues.is_payable
union all
select
    paid.agent_id,
    paid.month_start,
    paid.for_month,
    paid.line_id,
    case when paid.month_start = paid.for_month then 'withdrawn' else 'adjustment' end as line_kind,
    origins.item_id,
    origins.item_kind,
    coalesce(origins.name_en, paid.line_id) as name_en,
    coalesce(origins.name_zh, paid.line_id) as name_zh,
    'adjustment' as counts_as,
    paid.amount,
    null as due_amount,
    paid.amount as paid_amount,
    paid.paid_on,
    true as is_payable,
    true as is_paid,
    false as is_provisional,
    null as missing_reason
from paid
left join dues as origins
    on paid.agent_id = origins.agent_id and paid.for_month = origins.month_start and paid.line_id = origins.line_id and origins.is_payable
where paid.month_start <> paid.for_month or origins.line_id is null
union all
select
    adjustments.agent_id,
    adjustments.month_start,
    adjustments.for_month,
    adjustments.line_id,
    'adjustment' as line_kind,
    origins.item_id,
    origins.item_kind,
    adjustments.name_en,
    adjustments.name_zh,
    'adjustment' as counts_as,
    adjustments.amount,
    adjustments.due_amount,
    adjustments.paid_amount,
    null as paid_on,
    true as is_payable,
    false as is_paid,
    coalesce(origins.is_provisional, false) as is_provisional,
    null as missing_reason
from {{ ref('int_appraisal__pay_adjustments') }} as adjustments
left join dues as origins
    on
        adjustments.agent_id = origins.agent_id and adjustments.for_month = origins.month_start
        and adjustments.line_id = origins.line_id and origins.is_payable
