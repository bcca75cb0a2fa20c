-- grain: one settlement year of one person under schemes that settle by the year: earned, guarantee and the top-up when it closes.
-- What is earned in a month that two years share is divided by days outside probation; months in probation, and months without a
-- guarantee, which pay what is earned at once, count for no year.
with earned as (
    select
        agent_id,
        month_start,
        sum(amount) as earned_amount,
        bool_or(is_provisional) as is_provisional,
        count(case when missing_reason is not null then 1 end) as count_missing
    from {{ ref('int_appraisal__earnings') }}
    where counts_as = 'earned'
    group by agent_id, month_start
),

counted as (
    select
        months.agent_id,
        months.month_start,
        months.settlement_year,
        months.settlement_year_no,
        months.days_of_year,
        months.days_of_month,
        sum(months.days_of_year) over (
            partition by months.agent_id, months.month_start order by months.settlement_year_no asc
            rows between unbounded preceding and current row
        ) as days_until,
        coalesce(earned.earned_amount, 0) as earned_amount,
        coalesce(earned.is_provisional, false) as is_provisional,
        coalesce(earned.count_missing, 0) as count_missing
    from {{ ref('int_appraisal__settlement_months') }} as months
    inner join {{ ref('int_appraisal__pay_sums') }} as sums
        on months.agent_id = sums.agent_id and months.month_start = sums.month_start and sums.guarantee_missing_reason is null
    left join earned on months.agent_id = earned.agent_id and months.month_start = earned.month_start
),

-- rounded so that the shares of a month are its sum
years as (
    select
        agent_id,
        settlement_year,
        settlement_year_no,
        count(*) as count_months,
        sum(
            {{ exact_ratio('earned_amount * days_until', 'days_of_month', 2) | indent(12) }}
            - {{ exact_ratio('earned_amount * (days_until - days_of_year)', 'days_of_month', 2) | indent(12) }}
        ) as earned_amount,
        sum(count_missing) as count_missing,
        bool_or(is_provisional) as is_provisional
    from counted
    where days_of_year > 0
    group by agent_id, settlement_year, settlement_year_no
),

-- where the data begins in probation, nothing outside it is missing
starts as (
    select
        agent_id,
        first_day,
        part_kind
    from {{ ref('int_appraisal__guarantee_parts') }}
),

joined as (
    select
        periods.*,
        coalesce(years.count_months, 0) as count_months,
        coalesce(years.earned_amount, 0) as earned_amount,
        coalesce(periods.guarantee_amount, 0) as whole_guarantee_amount,
        coalesce(years.count_missing, 0) as count_missing,
        coalesce(years.is_provisional, false) as is_provisional,
        case
            when starts.part_kind is null then 'no_hire_date'
            when not periods.is_covered_from_start and starts.part_kind <> 'probation' then 'months_not_covered'
            when not periods.is_closed then 'year_open'
            when years.count_months is null then 'no_guaranteed_month'
        end as missing_reason
    from {{ ref('int_appraisal__settlement_periods') }} as periods
    left join years
        on
            periods.agent_id = years.agent_id and periods.settlement_year = years.settlement_year
            and periods.settlement_year_no = years.settlement_year_no
    left join starts on periods.agent_id = starts.agent_id and periods.covered_from = starts.first_day
)

select
    agent_id,
    settlement_year_no as settlement_year,
    settlement_year as settlement_kind,
    first_day,
    last_day,
    {{ month_start('last_day') }} as close_month,
    covered_from,
    cast(count_months as bigint) as count_months,
    cast(earned_amount as decimal(18, 2)) as earned_amount,
    cast(whole_guarantee_amount as decimal(18, 2)) as guarantee_amount,
    cast(earned_amount - whole_guarantee_amount as decimal(18, 2)) as balance_amount,
    cast(case when missing_reason is null then greatest(0, earned_amount - whole_guarantee_amount) end as decimal(18, 2)) as top_up_amount,
    is_closed,
    cast(count_missing as bigint) as count_missing,
    missing_reason,
    case when is_provisional or not is_closed then 'provisional' else 'final' end as finality
from joined
