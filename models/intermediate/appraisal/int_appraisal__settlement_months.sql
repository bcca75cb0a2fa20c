-- grain: one person, month and settlement year: which part of the month outside probation belongs to that year, and its guarantee.
-- The guarantee of the part is rounded half up to the cent once. A month that lies in one year and outside probation has the amount
-- of the monthly statement; of a month with a boundary inside, each side is rounded by itself. A month that counts in full belongs
-- whole to the year of its last day.
with parts as (
    select
        parts.agent_id,
        parts.month_start,
        parts.month_days,
        schemes.settlement_year,
        case
            when schemes.settlement_year = 'calendar' then cast(extract(year from parts.month_start) as integer)
            else parts.service_year
        end as settlement_year_no,
        parts.hire_date,
        months.left_on,
        parts.first_day,
        parts.part_kind = 'guarantee' as is_outside_probation,
        parts.counted_days,
        parts.monthly_amount
    from {{ ref('int_appraisal__guarantee_parts') }} as parts
    inner join {{ ref('int_appraisal__agent_months') }} as months
        on parts.agent_id = months.agent_id and parts.month_start = months.month_start
    inner join {{ ref('dim_scheme') }} as schemes
        on months.scheme_id = schemes.scheme_id and months.scheme_version = schemes.scheme_version
    where schemes.settlement_rule = 'annual'
),

years as (
    select
        agent_id,
        month_start,
        month_days,
        settlement_year,
        settlement_year_no,
        hire_date,
        left_on,
        min(first_day) as first_day,
        cast(coalesce(sum(case when is_outside_probation then counted_days end), 0) as integer) as days_of_year,
        sum(case when is_outside_probation and counted_days > 0 then monthly_amount * counted_days end) as amount_times_days
    from parts
    where settlement_year_no is not null
    group by agent_id, month_start, month_days, settlement_year, settlement_year_no, hire_date, left_on
)

select
    agent_id,
    month_start,
    settlement_year,
    settlement_year_no,
    hire_date,
    left_on,
    first_day,
    days_of_year,
    cast(sum(days_of_year) over (partition by agent_id, month_start) as integer) as days_of_month,
    month_days,
    case when days_of_year > 0 then {{ exact_ratio('amount_times_days', 'month_days', 2) }} end as guarantee_amount
from years
