-- grain: one stretch of days of a person's month in which the same guaranteed monthly amount is in force.
-- Probation lasts from the hire date to the day before add_months(hire date, probation months); year n of service begins on
-- add_months(hire date, 12 (n - 1)), counted from the hire date itself, never from the end of the year before.
with served as (
    select
        days.agent_id,
        {{ month_start('days.day_') }} as month_start,
        days.day_,
        days.hire_date,
        days.scheme_id,
        days.scheme_version,
        schemes.part_month_rule,
        schemes.probation_months,
        schemes.probation_amount,
        {{ full_months('days.hire_date', 'days.day_') }} as served_months
    from {{ ref('int_appraisal__scheme_days') }} as days
    left join {{ ref('dim_scheme') }} as schemes
        on days.scheme_id = schemes.scheme_id and days.scheme_version = schemes.scheme_version
),

kinds as (
    select
        *,
        case
            when served_months < probation_months then 'probation'
            when served_months >= probation_months or probation_months = 0 then 'guarantee'
        end as part_kind,
        cast({{ whole_quotient('served_months', '12') }} + 1 as integer) as service_year
    from served
),

numbered as (
    select
        *,
        row_number() over (
            partition by agent_id, month_start, scheme_id, scheme_version, part_kind, service_year
            order by day_ asc
        ) as day_no
    from kinds
),

parts as (
    select
        agent_id,
        month_start,
        min(day_) as first_day,
        max(day_) as last_day,
        cast(count(*) as integer) as days,
        hire_date,
        scheme_id,
        scheme_version,
        part_month_rule,
        probation_amount,
        part_kind,
        service_year
    from numbered
    group by
        -- days in a row keep the distance from their number
        agent_id, month_start, {{ add_days('day_', '-day_no') }}, hire_date,
        scheme_id, scheme_version, part_month_rule, probation_amount, part_kind, service_year
),

-- the last year of a table holds for all later ones
tables as (
    select
        scheme_id,
        scheme_version,
        service_year,
        monthly_amount,
        lead(service_year) over (partition by scheme_id, scheme_version order by service_year asc) as next_year,
        min(service_year) over (partition by scheme_id, scheme_version) as first_year
    from {{ ref('dim_scheme_guarantee') }}
),

counted as (
    select
        parts.*,
        {{ days_in('parts.month_start', add_days(add_months('parts.month_start', 1), -1)) }} as month_days,
        case when parts.part_kind = 'probation' then parts.probation_amount else tables.monthly_amount end as monthly_amount,
        has_table.scheme_id is null as lacks_table,
        -- the rule and the amount of the last day hold where a month counts in full
        first_value(parts.part_month_rule) over (partition by parts.agent_id, parts.month_start order by parts.last_day desc) as counting_rule,
        row_number() over (partition by parts.agent_id, parts.month_start order by parts.last_day desc) as part_from_end
    from parts
    left join tables
        on
            parts.scheme_id = tables.scheme_id and parts.scheme_version = tables.scheme_version
            and parts.service_year >= tables.service_year
            and parts.service_year < coalesce(tables.next_year, parts.service_year + 1)
    left join tables as has_table
        on
            parts.scheme_id = has_table.scheme_id and parts.scheme_version = has_table.scheme_version
            and has_table.service_year = has_table.first_year
)

select
    agent_id,
    month_start,
    month_days,
    first_day,
    last_day,
    days,
    hire_date,
    part_kind,
    service_year,
    scheme_id,
    scheme_version,
    monthly_amount,
    counting_rule as part_month_rule,
    case when counting_rule = 'full_month' then case when part_from_end = 1 then month_days else 0 end else days end as counted_days,
    case
        when monthly_amount is not null then null
        when scheme_id is null then 'no_scheme'
        when lacks_table then 'no_guarantee'
        when hire_date is null then 'no_hire_date'
        else 'no_guarantee'
    end as missing_reason
from counted
