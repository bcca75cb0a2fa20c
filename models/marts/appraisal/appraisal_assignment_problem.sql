-- grain: one thing that is wrong in the scheme assignments and grades that a shop told: the row, and what is done instead.
{%- set text = dbt.type_string() %}
{%- set nothing = 'null' %}
{#- problem, where to look, which rows are wrong, the person, the first day, what it is about -#}
{%- set checks = [
    ('unknown_scheme', 'assignments', 'not is_scheme_known', 'named_agent_id', nothing, 'scheme_id'),
    ('no_version', 'assignments', 'is_scheme_known and unversioned_day is not null', 'named_agent_id', 'unversioned_day', 'scheme_id'),
    ('contradicted', 'assignments', 'is_contradicted', 'named_agent_id', 'valid_from', 'scheme_id'),
    ('unknown_agent', 'assignments', 'named_agent_id is not null and not is_agent_known', 'agent_id', nothing, 'agent_id'),
    ('unknown_team', 'assignments', "team <> '(all)' and not is_team_known", nothing, nothing, 'team'),
    ('unknown_shop', 'assignments', "shop_id <> '(all)' and not is_shop_known", 'named_agent_id', nothing, 'shop_id'),
    ('unknown_figures', 'assignments', "figures not in ('shop', 'all')", 'named_agent_id', nothing, 'figures'),
    ('figures_of_no_shop', 'assignments', "figures = 'shop' and figure_shop_id = '(all)'", 'named_agent_id', nothing, 'shop_id'),
    ('ends_before_it_begins', 'assignments', 'valid_to < valid_from', 'named_agent_id', 'valid_from', 'scheme_id'),
    ('equally_special', 'months', 'is_contested and source_file is not null', 'agent_id', 'first_day', 'scheme_id'),
    ('no_scheme', 'months', 'scheme_id is null', 'agent_id', 'first_day', "'-'"),
    ('unknown_agent', 'grades', 'not is_agent_known', 'agent_id', nothing, 'agent_id'),
    ('unknown_grade', 'grades', 'not is_grade_known', 'agent_id', 'valid_from', 'grade')
] %}
with months as (
    select
        agent_id,
        scheme_id,
        is_contested,
        assignment_file as source_file,
        assignment_row as source_row,
        min(day_) as first_day
    from {{ ref('int_appraisal__scheme_days') }}
    group by agent_id, {{ month_start('day_') }}, scheme_id, is_contested, assignment_file, assignment_row
),

days as (
    select distinct day_
    from {{ ref('int_appraisal__scheme_days') }}
),

unversioned as (
    select
        told.source_file,
        told.source_row,
        min(days.day_) as unversioned_day
    from {{ ref('stg_exchange__scheme_assignments') }} as told
    inner join days on told.valid_from <= days.day_ and told.valid_to >= days.day_
    left join {{ ref('dim_scheme') }} as schemes
        on told.scheme_id = schemes.scheme_id and days.day_ between schemes.valid_from and schemes.valid_to
    where schemes.scheme_id is null
    group by told.source_file, told.source_row
),

assignments as (
    select
        told.*,
        nullif(told.agent_id, '(all)') as named_agent_id,
        unversioned.unversioned_day,
        told.scheme_id in (select schemes.scheme_id from {{ ref('dim_scheme') }} as schemes) as is_scheme_known,
        told.agent_id in (select agents.agent_id from {{ ref('dim_agent') }} as agents) as is_agent_known,
        told.team in (select accounts.team from {{ ref('dim_agent_account') }} as accounts) as is_team_known,
        told.shop_id in (select shops.shop_id from {{ ref('dim_shop') }} as shops) as is_shop_known
    from {{ ref('stg_exchange__scheme_assignments') }} as told
    left join unversioned on told.source_file = unversioned.source_file and told.source_row = unversioned.source_row
),

grade_words as (
    select
        lower(grade_id) as id_word,
        lower(name_en) as en_word,
        name_zh as zh_word
    from {{ ref('dim_scheme_grade') }}
),

grades as (
    select
        told.*,
        told.agent_id in (select agents.agent_id from {{ ref('dim_agent') }} as agents) as is_agent_known,
        lower(told.grade) in (select words.id_word from grade_words as words)
        or lower(told.grade) in (select words.en_word from grade_words as words)
        or told.grade in (select words.zh_word from grade_words as words) as is_grade_known
    from {{ ref('stg_exchange__agent_grades') }} as told
),

found as (
    {% for problem, relation, condition, person, day, subject in checks %}
    select
        '{{ problem }}' as problem,
        {{ 'cast(null as ' ~ text ~ ')' if person == nothing else person }} as agent_id,
        {{ 'cast(null as date)' if day == nothing else day }} as first_day,
        {{ masked(subject) }} as subject,
        source_file,
        source_row
    from {{ relation }}
    where {{ condition }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    {{ surrogate_key(['found.problem', 'found.agent_id', 'found.first_day', 'found.source_file', 'found.source_row', 'found.subject']) }} as problem_key,
    found.problem,
    found.agent_id,
    found.first_day,
    found.subject,
    found.source_file,
    cast(found.source_row as bigint) as source_row,
    concat_ws(
        ', ', found.source_file, 'row ' || cast(found.source_row as {{ text }}), nullif(found.agent_id, found.subject),
        cast(found.first_day as {{ text }}), nullif(found.subject, '-')
    ) || ': ' || problems.name_en as sentence_en,
    concat_ws(
        '，', found.source_file, '第 ' || cast(found.source_row as {{ text }}) || ' 行', nullif(found.agent_id, found.subject),
        cast(found.first_day as {{ text }}), nullif(found.subject, '-')
    ) || '：' || problems.name_zh as sentence_zh
from found
inner join {{ ref('ref_assignment_problems') }} as problems on found.problem = problems.problem
