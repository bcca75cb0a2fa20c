-- grain: one spell of a person in one grade of a scheme version; several rows of the same grade in a row are one spell.
-- Before the first told grade, and without any, the first grade counts from the hire date: assumed. Where the first told grade
-- is the first grade itself, its clock begins when it was told to.
with held as (
    select distinct
        agent_id,
        scheme_id,
        scheme_version,
        hire_date,
        left_on
    from {{ ref('int_appraisal__agent_months') }}
    where scheme_id is not null
),

grades as (
    select distinct
        scheme_id,
        scheme_version,
        grade_id,
        grade_no,
        name_en,
        name_zh,
        grade_no = min(grade_no) over (partition by scheme_id, scheme_version) as is_first
    from {{ ref('dim_scheme_grade') }}
),

-- a word that no grade of the scheme has stops the clock of the grade before
told as (
    select
        held.*,
        words.valid_from,
        grades.grade_id,
        coalesce(grades.is_first, false) as is_first,
        row_number() over (partition by held.agent_id, held.scheme_id, held.scheme_version order by words.valid_from asc) as told_no
    from held
    inner join {{ ref('stg_exchange__agent_grades') }} as words on held.agent_id = words.agent_id
    left join grades
        on
            held.scheme_id = grades.scheme_id and held.scheme_version = grades.scheme_version
            and lower(words.grade) in (lower(grades.grade_id), lower(grades.name_en), grades.name_zh)
),

starts as (
    select
        agent_id,
        scheme_id,
        scheme_version,
        left_on,
        grade_id,
        valid_from as first_day,
        false as is_assumed
    from told
    union all
    select
        held.agent_id,
        held.scheme_id,
        held.scheme_version,
        held.left_on,
        grades.grade_id,
        held.hire_date as first_day,
        true as is_assumed
    from held
    inner join grades
        on held.scheme_id = grades.scheme_id and held.scheme_version = grades.scheme_version and grades.is_first
    left join told
        on
            held.agent_id = told.agent_id and held.scheme_id = told.scheme_id and held.scheme_version = told.scheme_version
            and told.told_no = 1
    where held.hire_date is not null and (told.agent_id is null or (held.hire_date < told.valid_from and not told.is_first))
),

marked as (
    select
        *,
        lag(grade_id) over (partition by agent_id, scheme_id, scheme_version order by first_day asc) as previous_grade,
        row_number() over (partition by agent_id, scheme_id, scheme_version order by first_day asc) as start_no
    from starts
),

changes as (
    select
        *,
        lead(first_day) over (partition by agent_id, scheme_id, scheme_version order by first_day asc) as next_first_day
    from marked
    where start_no = 1 or coalesce(grade_id, '-') <> coalesce(previous_grade, '-')
),

spells as (
    select
        agent_id,
        scheme_id,
        scheme_version,
        grade_id,
        first_day,
        least(coalesce({{ add_days('next_first_day', -1) }}, date '9999-12-31'), coalesce(left_on, date '9999-12-31')) as last_day,
        is_assumed
    from changes
)

select
    *,
    -- what the clock of the grade shows when the spell begins
    cast(coalesce(sum({{ days_in('first_day', 'last_day') }}) over (
        partition by agent_id, scheme_id, scheme_version, grade_id
        order by first_day asc
        rows between unbounded preceding and 1 preceding
    ), 0) as integer) as days_before
from spells
where first_day <= last_day
