-- grain: one reading of a grade, judged for a person and month on the last employed day that the data covers.
-- The clock of a grade runs only while the person is in it, and its spells add up: in a spell the gate is passed on
-- add_months(first day, months) less the days of the spells before, at the earliest on its first day and at the latest on the
-- day after its last one. Once passed it stays passed.
with reached as (
    select max(data_until) as last_day
    from {{ ref('int_kpi__data_until') }}
),

asked as (
    select
        months.agent_id,
        months.month_start,
        months.hire_date,
        greatest(months.first_day, least(months.last_day, reached.last_day)) as judged_on,
        grades.*
    from {{ ref('int_appraisal__agent_months') }} as months
    inner join {{ ref('dim_scheme_grade') }} as grades
        on months.scheme_id = grades.scheme_id and months.scheme_version = grades.scheme_version
    cross join reached
),

-- each spell of the clock's grade, and since the hire date as one that never ends
clocks as (
    select
        asked.*,
        spells.first_day,
        spells.last_day,
        spells.days_before,
        spells.is_assumed
    from asked
    inner join {{ ref('int_appraisal__grade_spells') }} as spells
        on
            asked.agent_id = spells.agent_id and asked.scheme_id = spells.scheme_id and asked.scheme_version = spells.scheme_version
            and asked.clock_grade_id = spells.grade_id
    where asked.tenure_clock = 'grade'
    union all
    select
        asked.*,
        asked.hire_date as first_day,
        date '9999-12-31' as last_day,
        0 as days_before,
        false as is_assumed
    from asked
    where asked.tenure_clock = 'hire' and asked.hire_date is not null
),

judged as (
    select
        *,
        greatest(first_day, {{ add_days(add_months('first_day', 'tenure_months'), '-days_before') }}) as passed_on,
        {{ add_days('case when last_day < judged_on then ' ~ add_days('last_day', 1) ~ ' else judged_on end', 'days_before') }} as clock_day
    from clocks
),

passed as (
    select
        agent_id,
        month_start,
        grade_id,
        reading,
        min(first_day) as clock_start,
        bool_or(is_assumed) as is_assumed,
        max(case when first_day <= judged_on then {{ full_months('first_day', 'clock_day') }} else 0 end) as full_months,
        min(case when {{ add_days('passed_on', -1) }} <= last_day then passed_on end) as eligible_from
    from judged
    group by agent_id, month_start, grade_id, reading
),

current_spells as (
    select
        asked.agent_id,
        asked.month_start,
        asked.grade_id,
        asked.reading,
        spells.grade_id as current_grade_id,
        spells.is_assumed
    from asked
    inner join {{ ref('int_appraisal__grade_spells') }} as spells
        on
            asked.agent_id = spells.agent_id and asked.scheme_id = spells.scheme_id and asked.scheme_version = spells.scheme_version
            and asked.judged_on between spells.first_day and spells.last_day
)

select
    asked.agent_id,
    asked.month_start,
    asked.scheme_id,
    asked.scheme_version,
    asked.grade_id,
    asked.grade_no,
    asked.reading,
    asked.judged_on,
    passed.clock_start,
    case
        when asked.tenure_clock = 'none' or passed.clock_start is null then null
        when passed.is_assumed then 'assumed'
        else 'told'
    end as clock_source,
    passed.full_months,
    passed.eligible_from,
    case
        when asked.tenure_clock = 'none' then true
        when passed.clock_start is not null or (current_spells.agent_id is not null and asked.tenure_clock = 'grade')
            then coalesce(passed.eligible_from <= asked.judged_on, false)
    end as is_eligible_by_tenure,
    current_spells.current_grade_id,
    current_spells.is_assumed as is_current_grade_assumed
from asked
left join passed
    on
        asked.agent_id = passed.agent_id and asked.month_start = passed.month_start
        and asked.grade_id = passed.grade_id and asked.reading = passed.reading
left join current_spells
    on
        asked.agent_id = current_spells.agent_id and asked.month_start = current_spells.month_start
        and asked.grade_id = current_spells.grade_id and asked.reading = current_spells.reading
