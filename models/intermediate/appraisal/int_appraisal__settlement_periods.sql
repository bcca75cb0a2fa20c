-- grain: one person and settlement year: the year of service from the hire date, or the calendar year, cut at the last day of work.
-- It is closed when the data has reached the end of the month in which it ends, or the last day of who left.
with reached as (
    select max(data_until) as last_day
    from {{ ref('int_kpi__data_until') }}
),

summed as (
    select
        agent_id,
        settlement_year,
        settlement_year_no,
        hire_date,
        left_on,
        min(first_day) as covered_from,
        cast(sum(guarantee_amount) as decimal(28, 2)) as guarantee_amount
    from {{ ref('int_appraisal__settlement_months') }}
    group by agent_id, settlement_year, settlement_year_no, hire_date, left_on
),

-- the first day of the year and that of the next one
years as (
    select
        *,
        case
            when settlement_year = 'service' then {{ add_months('hire_date', '12 * (settlement_year_no - 1)') }}
            else greatest({{ first_of_year('settlement_year_no') }}, coalesce(hire_date, {{ first_of_year('settlement_year_no') }}))
        end as first_day,
        case
            when settlement_year = 'service' then {{ add_months('hire_date', '12 * settlement_year_no') }}
            else {{ first_of_year('settlement_year_no + 1') }}
        end as next_first_day
    from summed
),

cut as (
    select
        *,
        least({{ add_days('next_first_day', -1) }}, coalesce(left_on, date '9999-12-31')) as last_day
    from years
)

select
    cut.agent_id,
    cut.settlement_year,
    cut.settlement_year_no,
    cut.first_day,
    cut.last_day,
    cut.left_on,
    cut.guarantee_amount,
    cut.covered_from,
    cut.covered_from <= cut.first_day as is_covered_from_start,
    reached.last_day >= least({{ add_days(add_months(month_start('cut.last_day'), 1), -1) }}, coalesce(cut.left_on, date '9999-12-31')) as is_closed
from cut
cross join reached
