-- grain: one reading of a grade for a person and month: has the person the tenure for it, by which clock, and from which day on.
-- Tenure alone: what else a grade asks for is not judged here. The reading in force decides, the others stand beside it.
{%- set text = dbt.type_string() %}
with grades as (
    select distinct
        scheme_id,
        scheme_version,
        grade_id,
        name_en,
        name_zh
    from {{ ref('dim_scheme_grade') }}
),

told as (
    select
        clocks.*,
        readings.name_en,
        readings.name_zh,
        readings.is_in_force,
        nullif(readings.flag_en, '-') as flag_en,
        nullif(readings.flag_zh, '-') as flag_zh,
        readings.tenure_clock,
        readings.clock_grade_id,
        readings.tenure_months,
        case
            when readings.tenure_clock = 'none' then 'none'
            when readings.tenure_clock = 'hire' then 'in customer service, from the hire date'
            else 'as ' || clock_grades.name_en
        end as clock_en,
        case
            when readings.tenure_clock = 'none' then '无'
            when readings.tenure_clock = 'hire' then '入职起计'
            else '任' || clock_grades.name_zh || '起计'
        end as clock_zh,
        current_grades.name_en as current_grade_en,
        current_grades.name_zh as current_grade_zh
    from {{ ref('int_appraisal__grade_clocks') }} as clocks
    inner join {{ ref('dim_scheme_grade') }} as readings
        on
            clocks.scheme_id = readings.scheme_id and clocks.scheme_version = readings.scheme_version
            and clocks.grade_id = readings.grade_id and clocks.reading = readings.reading
    left join grades as clock_grades
        on
            readings.scheme_id = clock_grades.scheme_id and readings.scheme_version = clock_grades.scheme_version
            and readings.clock_grade_id = clock_grades.grade_id
    left join grades as current_grades
        on
            clocks.scheme_id = current_grades.scheme_id and clocks.scheme_version = current_grades.scheme_version
            and clocks.current_grade_id = current_grades.grade_id
)

select
    agent_id,
    month_start,
    scheme_id,
    scheme_version,
    grade_id,
    grade_no,
    name_en,
    name_zh,
    reading,
    is_in_force,
    flag_en is not null or flag_zh is not null as is_flagged,
    flag_en,
    flag_zh,
    judged_on,
    tenure_clock,
    clock_grade_id,
    clock_en,
    clock_zh,
    clock_start,
    clock_source,
    tenure_months as required_months,
    full_months,
    eligible_from,
    is_eligible_by_tenure,
    current_grade_id,
    current_grade_en,
    current_grade_zh,
    is_current_grade_assumed,
    case when is_eligible_by_tenure is null then 'no_hire_date' end as missing_reason,
    case
        when tenure_clock = 'none' then 'no tenure is asked for'
        when is_eligible_by_tenure is null then 'not known: agents.csv gives no hire date'
        else
            cast(tenure_months as {{ text }}) || ' months ' || clock_en || ': '
            || coalesce(
                cast(full_months as {{ text }}) || ' full months on ' || cast(judged_on as {{ text }})
                || ', the clock started on ' || cast(clock_start as {{ text }})
                || case when clock_source = 'assumed' then ' (assumed: the first grade counts from the hire date)' else '' end,
                'never in that grade'
            )
            || case
                when eligible_from is null then '; not reached'
                when eligible_from <= judged_on then '; reached on ' || cast(eligible_from as {{ text }})
                else '; to be reached on ' || cast(eligible_from as {{ text }})
            end
    end as sentence_en,
    case
        when tenure_clock = 'none' then '没有年限要求'
        when is_eligible_by_tenure is null then '无法判断：agents.csv 没有入职日期'
        else
            clock_zh || '满 ' || cast(tenure_months as {{ text }}) || ' 个月：'
            || coalesce(
                '截至 ' || cast(judged_on as {{ text }}) || ' 满 ' || cast(full_months as {{ text }}) || ' 个月，自 ' || cast(clock_start as {{ text }}) || ' 起计'
                || case when clock_source = 'assumed' then '（推定：第一个职称从入职日起算）' else '' end,
                '没有任过该职称'
            )
            || case
                when eligible_from is null then '；未达到'
                when eligible_from <= judged_on then '；已于 ' || cast(eligible_from as {{ text }}) || ' 达到'
                else '；将于 ' || cast(eligible_from as {{ text }}) || ' 达到'
            end
    end as sentence_zh
from told
