-- grain: one line of pay of one person in one month as it is due now, whatever was paid: guarantee, items, entries and top-ups.
-- Settled by the year, a month pays the guarantee and what stands on top; what is earned waits for the end of the year.
-- Settled by the month, it pays what stands on top, what is earned, and what is missing to the guarantee. A month without a
-- guarantee has nothing to settle with: it pays what is earned.
with months as (
    select * from {{ ref('int_appraisal__pay_sums') }}
    where coalesce(guarantee_missing_reason, '-') not in ('no_guarantee', 'no_scheme')
),

lines as (
    select
        earnings.agent_id,
        earnings.month_start,
        earnings.line_id,
        earnings.line_kind,
        earnings.item_id,
        earnings.item_kind,
        earnings.name_en,
        earnings.name_zh,
        earnings.counts_as,
        earnings.amount,
        earnings.missing_reason,
        earnings.is_provisional,
        earnings.counts_as = 'on_top' or coalesce(months.settlement_rule, 'monthly') = 'monthly'
        or months.guarantee_missing_reason is not null as is_payable
    from {{ ref('int_appraisal__earnings') }} as earnings
    left join {{ ref('int_appraisal__pay_sums') }} as months on earnings.agent_id = months.agent_id and earnings.month_start = months.month_start
    union all
    select
        agent_id,
        month_start,
        'guarantee' as line_id,
        'guarantee' as line_kind,
        null as item_id,
        null as item_kind,
        'Guarantee' as name_en,
        '保底' as name_zh,
        'guarantee' as counts_as,
        guarantee_amount as amount,
        guarantee_missing_reason as missing_reason,
        false as is_provisional,
        settlement_rule = 'annual' as is_payable
    from months
    union all
    select
        agent_id,
        month_start,
        'guarantee_top_up' as line_id,
        'guarantee_top_up' as line_kind,
        null as item_id,
        null as item_kind,
        'Top-up to the guarantee' as name_en,
        '补足保底' as name_zh,
        'guarantee' as counts_as,
        greatest(0, guarantee_amount - earned_amount) as amount,
        guarantee_missing_reason as missing_reason,
        is_provisional,
        true as is_payable
    from months
    where settlement_rule = 'monthly'
    union all
    select
        agent_id,
        close_month as month_start,
        'annual_top_up' as line_id,
        'annual_top_up' as line_kind,
        null as item_id,
        null as item_kind,
        'Annual top-up' as name_en,
        '年度补差' as name_zh,
        'annual_top_up' as counts_as,
        top_up_amount as amount,
        missing_reason,
        finality = 'provisional' as is_provisional,
        true as is_payable
    from {{ ref('appraisal_settlement') }}
    where is_closed and count_months > 0
)

select
    lines.agent_id,
    lines.month_start,
    lines.line_id,
    lines.line_kind,
    lines.item_id,
    lines.item_kind,
    lines.name_en,
    lines.name_zh,
    lines.counts_as,
    cast(lines.amount as decimal(18, 2)) as amount,
    lines.missing_reason,
    -- without an amount because something was not told, and not because there was nothing to pay for
    lines.missing_reason is not null and not coalesce(reasons.is_nothing_due, false) as is_unknown,
    lines.is_provisional,
    lines.is_payable
from lines
left join {{ ref('ref_pay_reasons') }} as reasons on lines.missing_reason = reasons.reason
