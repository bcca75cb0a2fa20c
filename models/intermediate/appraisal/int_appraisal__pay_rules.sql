-- grain: one item of pay of the scheme in force for one person in one month: the row of the person's grade, else that of all grades.
-- The grade is that of the day that decides the month. A person whose grade nobody told has the item without a rule where
-- only grades have one.
with deciding as (
    select
        months.*,
        case when schemes.month_version = 'last_day' then months.last_day else months.first_day end as deciding_day
    from {{ ref('int_appraisal__agent_months') }} as months
    inner join {{ ref('dim_scheme') }} as schemes
        on months.scheme_id = schemes.scheme_id and months.scheme_version = schemes.scheme_version
),

-- files name a grade by its id or by one of its names
grade_words as (
    select
        scheme_id,
        scheme_version,
        grade_id,
        grade_id as word
    from {{ ref('dim_scheme_grade') }}
    union distinct
    select
        scheme_id,
        scheme_version,
        grade_id,
        name_en as word
    from {{ ref('dim_scheme_grade') }}
    union distinct
    select
        scheme_id,
        scheme_version,
        grade_id,
        name_zh as word
    from {{ ref('dim_scheme_grade') }}
),

grades as (
    select
        deciding.agent_id,
        deciding.month_start,
        coalesce(words.grade_id, grades.grade) as grade_id,
        row_number() over (partition by deciding.agent_id, deciding.month_start order by grades.valid_from desc) as recency
    from deciding
    inner join {{ ref('stg_exchange__agent_grades') }} as grades
        on deciding.agent_id = grades.agent_id and deciding.deciding_day >= grades.valid_from
    left join grade_words as words
        on deciding.scheme_id = words.scheme_id and deciding.scheme_version = words.scheme_version and grades.grade = words.word
),

candidates as (
    select
        deciding.*,
        grades.grade_id,
        items.item_id,
        items.name_en,
        items.name_zh,
        items.item_kind,
        items.grade_id as rule_grade_id,
        items.measure as measure_kind,
        items.kpi_id as requested_kpi_id,
        items.definition_set,
        items.person_basis,
        items.strategy,
        items.rule_id,
        items.counts_as,
        items.in_probation,
        items.part_month,
        items.minimum_count,
        case
            when items.grade_id = grades.grade_id then 1
            when items.grade_id = '*' then 2
            else 3
        end as precedence
    from deciding
    inner join {{ ref('dim_scheme_pay_item') }} as items
        on deciding.scheme_id = items.scheme_id and deciding.scheme_version = items.scheme_version
    left join grades on deciding.agent_id = grades.agent_id and deciding.month_start = grades.month_start and grades.recency = 1
    where items.grade_id = '*' or items.grade_id = grades.grade_id or grades.grade_id is null
),

ranked as (
    select
        *,
        row_number() over (partition by agent_id, month_start, item_id order by precedence asc, rule_grade_id asc) as position
    from candidates
)

select
    agent_id,
    month_start,
    month_days,
    first_day,
    last_day,
    employed_days,
    is_month_complete,
    scheme_id,
    scheme_version,
    figure_platform,
    figure_shop_id,
    item_id,
    name_en,
    name_zh,
    item_kind,
    grade_id,
    rule_grade_id,
    measure_kind,
    requested_kpi_id,
    definition_set,
    person_basis,
    strategy,
    rule_id,
    counts_as,
    in_probation,
    part_month,
    minimum_count,
    precedence = 3 as is_grade_unknown
from ranked
where position = 1
