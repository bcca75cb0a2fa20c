-- grain: the total score of one person and month, per figure basis: the month's total or, where the scheme scores by the quarter,
-- the mean of the monthly totals of the quarter so far, as far as they exist. A month without a total has no mean either.
with monthly as (
    select * from {{ ref('int_appraisal__month_totals') }}
),

-- an earlier month of the quarter that no review touches has no rows as if there were none
quarters as (
    select
        monthly.agent_id,
        monthly.month_start,
        monthly.figure_basis,
        earlier.month_total,
        earlier.month_total_low,
        earlier.month_total_high,
        earlier.finality,
        row_number() over (
            partition by monthly.agent_id, monthly.month_start, monthly.figure_basis, earlier.month_start
            order by case when earlier.figure_basis = monthly.figure_basis then 0 else 1 end asc
        ) as basis_no
    from monthly
    inner join monthly as earlier
        on
            monthly.agent_id = earlier.agent_id and monthly.scheme_id = earlier.scheme_id
            and earlier.figure_basis in (monthly.figure_basis, 'reviewed')
            and (
                monthly.month_start = earlier.month_start
                or (
                    monthly.score_period = 'quarter' and monthly.month_start > earlier.month_start
                    and {{ quarter_start('monthly.month_start') }} = {{ quarter_start('earlier.month_start') }}
                )
            )
    where monthly.no_total_reason is null and earlier.no_total_reason is null
),

means as (
    select
        agent_id,
        month_start,
        figure_basis,
        cast(count(*) as bigint) as count_months,
        {{ exact_ratio('sum(month_total)', 'count(*)', 6) | indent(8) }} as total_score,
        {{ exact_ratio('sum(month_total_low)', 'count(*)', 6) | indent(8) }} as total_low,
        {{ exact_ratio('sum(month_total_high)', 'count(*)', 6) | indent(8) }} as total_high,
        max(finality) as finality
    from quarters
    where basis_no = 1
    group by agent_id, month_start, figure_basis
),

barred as (
    select
        agent_id,
        month_start,
        figure_basis,
        bool_or(effect = 'not_ranked') as is_not_ranked,
        bool_or(effect = 'blocks_promotion') as is_promotion_blocked,
        {{ dbt.listagg("gate_id", "', '", "order by gate_id") }} as failed_gates
    from {{ ref('int_appraisal__gate_results') }}
    where not is_passed
    group by agent_id, month_start, figure_basis
)

select
    monthly.agent_id,
    monthly.month_start,
    monthly.figure_basis,
    monthly.scheme_id,
    monthly.scheme_version,
    monthly.rank_group,
    monthly.score_period,
    monthly.count_kpis,
    monthly.count_scored,
    monthly.month_total,
    coalesce(means.count_months, 0) as count_months,
    means.total_score,
    means.total_low,
    means.total_high,
    monthly.no_total_reason,
    monthly.missing_kpis,
    coalesce(barred.is_not_ranked, false) as is_not_ranked,
    coalesce(barred.is_promotion_blocked, false) as is_promotion_blocked,
    barred.failed_gates,
    coalesce(means.finality, monthly.finality) as finality
from monthly
left join means
    on
        monthly.agent_id = means.agent_id and monthly.month_start = means.month_start and monthly.figure_basis = means.figure_basis
left join barred
    on
        monthly.agent_id = barred.agent_id and monthly.month_start = barred.month_start and monthly.figure_basis = barred.figure_basis
