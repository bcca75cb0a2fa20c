-- grain: one row that names a rule which does not exist, one rule that nothing uses, or one line or shortfall rule that does not fit the
-- row that applies it, as a sentence in both languages.
with uses as (
    select
        *,
        case strategy when 'linear' then 'linear' when 'shortfall' then 'shortfall' else 'band' end as rule_kind,
        case strategy
            when 'linear' then 'appraisal_linear_rules'
            when 'shortfall' then 'appraisal_shortfall_rules'
            else 'appraisal_bands'
        end as seed_name
    from {{ ref('int_appraisal__rule_uses') }}
    where strategy in ('band', 'rate_band', 'marginal_rate', 'linear', 'shortfall')
),

rules as (
    select distinct
        'band' as rule_kind,
        'appraisal_bands (' || coalesce(scheme_id, '-') || ', ' || coalesce(scheme_version, '-') || ', ' || coalesce(band_table, '-') || ')' as row_name,
        scheme_id,
        scheme_version,
        band_table as rule_id
    from {{ ref('appraisal_bands') }}
    {%- for rule_kind in ['linear', 'shortfall'] %}
    union all
    select distinct
        '{{ rule_kind }}' as rule_kind,
        {{ scheme_row_name('appraisal_' ~ rule_kind ~ '_rules', 'rules_') }} as row_name,
        scheme_id,
        scheme_version,
        rule_id
    from {{ ref('appraisal_' ~ rule_kind ~ '_rules') }} as rules_
    {%- endfor %}
),

lines as (
    select
        {{ scheme_row_name('appraisal_linear_rules', 'rules_') }} as row_name,
        rules_.*,
        {{ cell_number('rules_.slope') }} as slope_number,
        {{ cell_number('rules_.floor_result') }} as floor_number,
        {{ cell_number('rules_.cap_result') }} as cap_number
    from {{ ref('appraisal_linear_rules') }} as rules_
),

shortfalls as (
    select
        {{ scheme_row_name('appraisal_shortfall_rules', 'rules_') }} as row_name,
        rules_.*
    from {{ ref('appraisal_shortfall_rules') }} as rules_
),

drawn as (
    select
        lines.*,
        uses.used_by,
        uses.measure_name,
        uses.result_kind,
        uses.wanted_order
    from uses
    inner join lines
        on
            uses.rule_kind = 'linear' and uses.scheme_id = lines.scheme_id and uses.scheme_version = lines.scheme_version
            and uses.rule_id = lines.rule_id
)

select
    uses.used_by || ': rule_id is ' || uses.rule_id || ', but ' || uses.seed_name || ' has no such rule in this scheme version' as sentence_en,
    uses.used_by || '：rule_id 为 ' || uses.rule_id || '，但 ' || uses.seed_name || ' 中该方案版本没有这条规则' as sentence_zh
from uses
left join rules
    on
        uses.rule_kind = rules.rule_kind and uses.scheme_id = rules.scheme_id and uses.scheme_version = rules.scheme_version
        and uses.rule_id = rules.rule_id
where rules.rule_id is null and uses.rule_id is not null and uses.result_kind <> 'tier'
union all
select
    rules.row_name || ' is used by no row: name it in one or remove it' as sentence_en,
    rules.row_name || ' 没有任何一行使用：请引用或删除' as sentence_zh
from rules
left join uses
    on
        rules.rule_kind = uses.rule_kind and rules.scheme_id = uses.scheme_id and rules.scheme_version = uses.scheme_version
        and rules.rule_id = uses.rule_id
where uses.used_by is null
union all
select
    row_name || ' has the slope ' || slope || ', against the direction of ' || used_by || ': its ' || measure_name
    || case wanted_order when 'up' then ' is better the higher it is' else ' is better the lower it is' end as sentence_en,
    row_name || ' 的斜率为 ' || slope || '，与 ' || used_by || ' 的方向相反：' || measure_name
    || case wanted_order when 'up' then ' 越高越好' else ' 越低越好' end as sentence_zh
from drawn
where (wanted_order = 'up' and slope_number < 0) or (wanted_order = 'down' and slope_number > 0)
union all
select
    row_name || ' has the floor ' || floor_result || ', but ' || used_by || ' is no deduction and cannot pay less than 0' as sentence_en,
    row_name || ' 的下限为 ' || floor_result || '，但 ' || used_by || ' 不是扣款，不能低于 0' as sentence_zh
from drawn
where result_kind = 'amount' and floor_number < 0
union all
select
    row_name || ' has a floor above its cap' as sentence_en,
    row_name || ' 的下限高于上限' as sentence_zh
from lines
where floor_number > cap_number
union all
select
    row_name || ' has floor points above its start points' as sentence_en,
    row_name || ' 的最低分高于起始分' as sentence_zh
from shortfalls
where {{ cell_number('floor_points') }} > {{ cell_number('start_points') }}
union all
select
    row_name || ' deducts nothing' as sentence_en,
    row_name || ' 什么也不扣' as sentence_zh
from shortfalls
where {{ cell_number('points_per_percent') }} = 0 and {{ cell_number('points_per_failed_unit') }} = 0
