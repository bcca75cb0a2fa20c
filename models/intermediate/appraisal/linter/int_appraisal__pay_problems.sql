-- grain: one gate or item of pay that does not fit its KPI, its measure or its scheme version, as a sentence in both languages.
with items as (
    select
        items.*,
        {{ scheme_row_name('appraisal_pay_items', 'items') }} as row_name,
        kpis.unit
    from {{ ref('appraisal_pay_items') }} as items
    left join {{ ref('int_appraisal__scheme_kpis') }} as kpis on items.kpi_id = kpis.kpi_id and items.definition_set = kpis.chosen_set
),

gates as (
    select
        gates.*,
        {{ scheme_row_name('appraisal_gates', 'gates') }} as row_name,
        {{ cell_number('gates.limit_value') }} as limit_number,
        kpis.is_rate,
        kpis.lowest_value,
        kpis.highest_value
    from {{ ref('appraisal_gates') }} as gates
    left join {{ ref('int_appraisal__scheme_kpis') }} as kpis on gates.kpi_id = kpis.kpi_id and gates.definition_set = kpis.chosen_set
),

grades as (
    select distinct
        scheme_id,
        scheme_version,
        grade_id
    from {{ ref('appraisal_grades') }}
),

scored as (
    select distinct
        scheme_id,
        scheme_version
    from {{ ref('appraisal_scorecard') }}
)

select
    items.row_name || ': the grade ' || items.grade_id || ' does not stand in appraisal_grades of this scheme version; * is every grade' as sentence_en,
    items.row_name || '：该方案版本的 appraisal_grades 中没有职称 ' || items.grade_id || '；* 表示全部职称' as sentence_zh
from items
left join grades
    on items.scheme_id = grades.scheme_id and items.scheme_version = grades.scheme_version and items.grade_id = grades.grade_id
where items.grade_id <> '*' and grades.grade_id is null
union all
select
    items.row_name || ': measure is ' || items.measure || ', but appraisal_scorecard has no row of this scheme version' as sentence_en,
    items.row_name || '：measure 为 ' || items.measure || '，但 appraisal_scorecard 中该方案版本没有任何行' as sentence_zh
from items
left join scored on items.scheme_id = scored.scheme_id and items.scheme_version = scored.scheme_version
where items.measure in ('total_score', 'tier') and scored.scheme_id is null
union all
select
    items.row_name || ': measure is tier, but the scheme version has no tier_table' as sentence_en,
    items.row_name || '：measure 为 tier，但该方案版本没有 tier_table' as sentence_zh
from items
inner join {{ ref('appraisal_schemes') }} as schemes
    on items.scheme_id = schemes.scheme_id and items.scheme_version = schemes.scheme_version
where items.measure = 'tier' and schemes.tier_table = '-'
union all
select
    row_name || ': measure is ' || measure || ', so kpi_id, definition_set and person_basis must be -' as sentence_en,
    row_name || '：measure 为 ' || measure || '，kpi_id、definition_set、person_basis 须为 -' as sentence_zh
from items
where measure in ('total_score', 'tier') and (kpi_id <> '-' or definition_set <> '-' or person_basis <> '-')
union all
select
    row_name || ': the strategy ' || strategy || ' takes a share of money, and ' || case measure when 'kpi' then kpi_id else measure end
    || ' is not in yuan' as sentence_en,
    row_name || '：策略 ' || strategy || ' 按金额提成，而 ' || case measure when 'kpi' then kpi_id else measure end || ' 不是金额（元）' as sentence_zh
from items
where strategy in ('rate_band', 'marginal_rate') and not coalesce(measure = 'kpi' and coalesce(unit, 'cny') = 'cny', false)
union all
select
    row_name || ': minimum_count is ' || minimum_count || ', but ' || measure || ' is made of no units; write 0' as sentence_en,
    row_name || '：minimum_count 为 ' || minimum_count || '，但 ' || measure || ' 没有单位数；应填 0' as sentence_zh
from items
where measure in ('total_score', 'tier') and minimum_count <> '0'
union all
select
    row_name || ': measure is missed_count, but ' || kpi_id || ' is no rate whose numerator is a part of its units' as sentence_en,
    row_name || '：measure 为 missed_count，但 ' || kpi_id || ' 不是分子为其单位一部分的比率' as sentence_zh
from gates
where measure = 'missed_count' and not is_rate
union all
select
    row_name || ': limit_value is ' || limit_value || ', but ' || kpi_id || ' has no such value: write 0.9 for 90 %' as sentence_en,
    row_name || '：limit_value 为 ' || limit_value || '，但 ' || kpi_id || ' 取不到这个值：90% 应写作 0.9' as sentence_zh
from gates
where measure = 'value' and (limit_number < lowest_value or limit_number > highest_value)
union all
select
    row_name || ': limit_value is ' || limit_value || ', but ' || measure || ' is never below 0' as sentence_en,
    row_name || '：limit_value 为 ' || limit_value || '，但 ' || measure || ' 不会小于 0' as sentence_zh
from gates
where measure in ('count', 'missed_count', 'ratio_to_group_mean', 'daily_ratio_to_group_mean') and limit_number < 0 and lowest_value >= 0
union all
select
    gates.row_name || ': effect is no_bonus, but no row of appraisal_pay_items of this scheme version is a bonus' as sentence_en,
    gates.row_name || '：effect 为 no_bonus，但该方案版本的 appraisal_pay_items 中没有奖金项目' as sentence_zh
from gates
left join items
    on gates.scheme_id = items.scheme_id and gates.scheme_version = items.scheme_version and items.item_kind = 'bonus'
where gates.effect = 'no_bonus' and items.row_name is null
