-- grain: one person and month that reviews touch, per figure basis: what is earned and what is to be paid, the annual top-up apart.
-- Entries and the guarantee are the same on both bases; only the items of pay differ.
with bases as (
    select distinct
        agent_id,
        month_start,
        figure_basis
    from {{ ref('int_appraisal__pay_items') }}
),

told as (
    select
        bases.agent_id,
        bases.month_start,
        bases.figure_basis
    from bases
    inner join bases as exported
        on bases.agent_id = exported.agent_id and bases.month_start = exported.month_start and exported.figure_basis = 'exported'
),

entries as (
    select
        agent_id,
        month_start,
        sum(case when counts_as = 'earned' then amount else 0 end) as earned_amount,
        sum(case when counts_as = 'on_top' then amount else 0 end) as on_top_amount
    from {{ ref('int_appraisal__earnings') }}
    where line_kind = 'entry'
    group by agent_id, month_start
),

items as (
    select
        agent_id,
        month_start,
        figure_basis,
        sum(case when counts_as = 'earned' then amount else 0 end) as earned_amount,
        sum(case when counts_as = 'on_top' then amount else 0 end) as on_top_amount
    from {{ ref('int_appraisal__pay_items') }}
    group by agent_id, month_start, figure_basis
),

summed as (
    select
        told.agent_id,
        told.month_start,
        told.figure_basis,
        sums.settlement_rule,
        sums.guarantee_amount,
        coalesce(items.earned_amount, 0) + coalesce(entries.earned_amount, 0) as earned_amount,
        coalesce(items.on_top_amount, 0) + coalesce(entries.on_top_amount, 0) as on_top_amount
    from told
    inner join items
        on told.agent_id = items.agent_id and told.month_start = items.month_start and told.figure_basis = items.figure_basis
    left join entries on told.agent_id = entries.agent_id and told.month_start = entries.month_start
    left join {{ ref('int_appraisal__pay_sums') }} as sums
        on told.agent_id = sums.agent_id and told.month_start = sums.month_start
)

select
    agent_id,
    month_start,
    figure_basis,
    cast(earned_amount as decimal(18, 2)) as earned_amount,
    cast(
        on_top_amount + case
            when settlement_rule = 'annual' then coalesce(guarantee_amount, 0)
            else greatest(earned_amount, coalesce(guarantee_amount, earned_amount))
        end as decimal(18, 2)
    ) as payable_amount
from summed
