-- grain: one defect of grades, guarantees and probation of a scheme version, as a sentence in both languages.
with grades as (
    select
        grades.*,
        {{ scheme_row_name('appraisal_grades', 'grades') }} as row_name,
        try_cast(grades.grade_no as integer) as grade_number
    from {{ ref('appraisal_grades') }} as grades
),

readings as (
    select
        scheme_id,
        scheme_version,
        grade_id,
        'appraisal_grades (' || coalesce(scheme_id, '-') || ', ' || coalesce(scheme_version, '-') || ', ' || coalesce(grade_id, '-') || ')' as row_name,
        sum(case when is_in_force = 'true' then 1 else 0 end) as count_in_force,
        {{ dbt.listagg("case when is_in_force = 'true' then reading end", "', '", 'order by reading asc') }} as readings_in_force
    from grades
    group by scheme_id, scheme_version, grade_id
),

years as (
    select
        guarantees.*,
        {{ scheme_row_name('appraisal_guarantees', 'guarantees') }} as row_name,
        try_cast(guarantees.service_year as integer) as year_number,
        row_number() over (
            partition by guarantees.scheme_id, guarantees.scheme_version
            order by try_cast(guarantees.service_year as integer) asc
        ) as expected_year
    from {{ ref('appraisal_guarantees') }} as guarantees
    where try_cast(guarantees.service_year as integer) is not null
),

versions as (
    select
        schemes.*,
        {{ scheme_row_name('appraisal_schemes', 'schemes') }} as row_name,
        schemes.scheme_id || ', ' || schemes.scheme_version in (select years.scheme_id || ', ' || years.scheme_version from years) as has_guarantee
    from {{ ref('appraisal_schemes') }} as schemes
)

select
    row_name || ' has ' || cast(count_in_force as {{ dbt.type_string() }}) || ' readings in force'
    || coalesce(' (' || nullif(readings_in_force, '') || ')', '') || '; one decides' as sentence_en,
    row_name || ' 有 ' || cast(count_in_force as {{ dbt.type_string() }}) || ' 种生效的读法'
    || coalesce('（' || nullif(readings_in_force, '') || '）', '') || '；须恰好一种' as sentence_zh
from readings
where count_in_force <> 1
union all
select
    grades.row_name || ': clock_grade_id is ' || grades.clock_grade_id || ', which is no lower grade of this scheme version' as sentence_en,
    grades.row_name || '：clock_grade_id 为 ' || grades.clock_grade_id || '，该方案版本没有这个更低的职称' as sentence_zh
from grades
left join grades as clocks
    on
        grades.scheme_id = clocks.scheme_id and grades.scheme_version = clocks.scheme_version
        and grades.clock_grade_id = clocks.grade_id and grades.grade_number > clocks.grade_number
where grades.tenure_clock = 'grade' and clocks.grade_id is null
union all
select
    row_name || ': tenure_clock is ' || tenure_clock || ', so clock_grade_id must be - and not ' || clock_grade_id as sentence_en,
    row_name || '：tenure_clock 为 ' || tenure_clock || '，clock_grade_id 须为 -，不能是 ' || clock_grade_id as sentence_zh
from grades
where tenure_clock in ('none', 'hire') and clock_grade_id <> '-'
union all
select
    row_name || ': tenure_months is ' || tenure_months || ', but tenure_clock is none' as sentence_en,
    row_name || '：tenure_months 为 ' || tenure_months || '，但 tenure_clock 为 none' as sentence_zh
from grades
where tenure_clock = 'none' and tenure_months <> '0'
union all
-- readings of one grade share its number, two grades never do
select
    lower_.row_name || ' and ' || upper_.row_name || ' have the numbers ' || lower_.grade_no || ' and ' || upper_.grade_no
    || case when lower_.grade_id = upper_.grade_id then '; one grade has one' else '; each grade has its own' end as sentence_en,
    lower_.row_name || ' 与 ' || upper_.row_name || ' 的次序号为 ' || lower_.grade_no || ' 与 ' || upper_.grade_no
    || case when lower_.grade_id = upper_.grade_id then '；同一职称只有一个次序号' else '；各职称的次序号须不同' end as sentence_zh
from grades as lower_
inner join grades as upper_
    on
        lower_.scheme_id = upper_.scheme_id and lower_.scheme_version = upper_.scheme_version and lower_.row_name < upper_.row_name
        and (lower_.grade_id = upper_.grade_id) <> (lower_.grade_no = upper_.grade_no)
union all
select
    row_name || ': the years of service must run 1, 2, 3 … without a gap; year '
    || cast(expected_year as {{ dbt.type_string() }}) || ' is missing' as sentence_en,
    row_name || '：服务年度须为 1、2、3……连续，缺第 ' || cast(expected_year as {{ dbt.type_string() }}) || ' 年' as sentence_zh
from years
where year_number > expected_year
union all
select
    row_name || ': settlement_rule is annual, but appraisal_guarantees has no row of this scheme version' as sentence_en,
    row_name || '：settlement_rule 为 annual，但 appraisal_guarantees 中该方案版本没有任何行' as sentence_zh
from versions
where settlement_rule = 'annual' and not has_guarantee
union all
select
    row_name || ': probation_months is ' || probation_months || ', but probation lies inside year 1 (at most 12 months)' as sentence_en,
    row_name || '：probation_months 为 ' || probation_months || '，但试用期在第一年之内（至多 12 个月）' as sentence_zh
from versions
where try_cast(probation_months as integer) > 12
union all
select
    row_name || ': probation_months is ' || probation_months || ' and probation_amount is ' || probation_amount
    || '; beside a guarantee both are 0 or none is' as sentence_en,
    row_name || '：probation_months 为 ' || probation_months || '，probation_amount 为 ' || probation_amount
    || '；有保底时两者须都为 0 或都不为 0' as sentence_zh
from versions
where
    (try_cast(probation_months as integer) = 0 and {{ cell_number('probation_amount') }} > 0)
    or (has_guarantee and try_cast(probation_months as integer) > 0 and {{ cell_number('probation_amount') }} = 0)
