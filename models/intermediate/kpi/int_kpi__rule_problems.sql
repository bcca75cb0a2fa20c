-- grain: one defect of the rule seeds, as a sentence in both languages; any row stops the run.
with rules as (
    select
        *,
        'kpi_rules (' || coalesce(definition_set, '-') || ', ' || coalesce(kpi_id, '-') || ', ' || coalesce(shop_id, '-') || ', '
        || coalesce(rule_key, '-') || ', ' || coalesce(cast(valid_from as {{ dbt.type_string() }}), '-') || ')' as row_name
    from {{ ref('kpi_rules') }}
),

typed as (
    select
        rules.row_name,
        rules.rule_value,
        keys.value_type,
        keys.allowed_values
    from rules
    inner join {{ ref('rule_keys') }} as keys on rules.rule_key = keys.rule_key
),

ordered as (
    select
        row_name,
        definition_set,
        kpi_id,
        shop_id,
        rule_key,
        valid_from,
        valid_to,
        lead(valid_from) over (partition by definition_set, kpi_id, shop_id, rule_key order by valid_from asc, valid_to asc) as next_from,
        lag(valid_to) over (partition by definition_set, kpi_id, shop_id, rule_key order by valid_from asc, valid_to asc) as previous_to
    from rules
),

required as (
    select
        sets.definition_set,
        keys.rule_key
    from {{ ref('ref_definition_sets') }} as sets
    cross join {{ ref('rule_keys') }} as keys
)

select
    row_name || ' uses the unknown rule key ' || rule_key as sentence_en,
    row_name || ' 使用了未知的规则键 ' || rule_key as sentence_zh
from rules
where rule_key not in (select keys.rule_key from {{ ref('rule_keys') }} as keys)
union all
select
    row_name || ' names the unknown definition set ' || definition_set as sentence_en,
    row_name || ' 的口径不存在：' || definition_set as sentence_zh
from rules
where definition_set not in (select sets.definition_set from {{ ref('ref_definition_sets') }} as sets)
union all
select
    row_name || ' names the unknown KPI ' || kpi_id as sentence_en,
    row_name || ' 的指标不存在：' || kpi_id as sentence_zh
from rules
where kpi_id <> '*' and kpi_id not in (select definitions.kpi_id from {{ ref('kpi_definitions') }} as definitions)
union all
select
    row_name
    || ' has the value '
    || coalesce(rule_value, '-')
    || ', which is not '
    || value_type
    || case when allowed_values <> '-' then ' (' || allowed_values || ')' else '' end as sentence_en,
    row_name
    || ' 的值 '
    || coalesce(rule_value, '-')
    || ' 不合法，应为 '
    || value_type
    || case when allowed_values <> '-' then '（' || allowed_values || '）' else '' end as sentence_zh
from typed
where
    not coalesce(
        case value_type
            when 'boolean' then rule_value in ('true', 'false')
            when 'integer' then cast(try_cast(rule_value as integer) as {{ dbt.type_string() }}) = rule_value and try_cast(rule_value as integer) >= 0
            when 'decimal' then try_cast(rule_value as decimal(18, 3)) >= 0
            when 'decimal_or_none' then rule_value = 'none' or try_cast(rule_value as decimal(18, 3)) >= 0
            when 'text' then instr('|' || allowed_values || '|', '|' || rule_value || '|') > 0
            when 'clock' then {{ is_clock('rule_value') }} and {{ clock_minutes('rule_value') }} < 1440
            when 'hours'
                then
                    rule_value = 'always'
                    or (
                        length(rule_value) = 11
                        and {{ is_clock(split_part('rule_value', "'-'", 1)) }}
                        and {{ is_clock(split_part('rule_value', "'-'", 2)) }}
                        and {{ clock_minutes(split_part('rule_value', "'-'", 1)) }} < {{ clock_minutes(split_part('rule_value', "'-'", 2)) }}
                    )
        end, false
    )
union all
select
    row_name || ' has an empty cell' as sentence_en,
    row_name || ' 有空单元格' as sentence_zh
from rules
where
    definition_set is null or kpi_id is null or shop_id is null or rule_key is null
    or rule_value is null or valid_from is null or valid_to is null
union all
select
    row_name || ' ends before it begins' as sentence_en,
    row_name || ' 的结束日期早于开始日期' as sentence_zh
from rules
where valid_to < valid_from
union all
select
    row_name || ' overlaps the row that begins on ' || cast(next_from as {{ dbt.type_string() }}) as sentence_en,
    row_name || ' 与自 ' || cast(next_from as {{ dbt.type_string() }}) || ' 起的规则重叠' as sentence_zh
from ordered
where next_from <= valid_to
union all
select
    'kpi_rules has no row for ' || required.definition_set || ', ' || required.rule_key as sentence_en,
    'kpi_rules 缺少规则：' || required.definition_set || '，' || required.rule_key as sentence_zh
from required
left join rules
    on
        required.definition_set = rules.definition_set and required.rule_key = rules.rule_key
        and rules.kpi_id = '*' and rules.shop_id = '*'
where rules.row_name is null
union all
select
    row_name || ' leaves the days before it without a rule' as sentence_en,
    row_name || ' 之前的日期没有规则' as sentence_zh
from ordered
where kpi_id = '*' and shop_id = '*' and valid_from > coalesce({{ add_days('previous_to', 1) }}, date '1900-01-01')
union all
select
    row_name || ' leaves the days after it without a rule' as sentence_en,
    row_name || ' 之后的日期没有规则' as sentence_zh
from ordered
where kpi_id = '*' and shop_id = '*' and next_from is null and valid_to < date '9999-12-31'
union all
-- a capped sum of several waits says nothing about each of them
select
    caps.row_name || ' caps waits that are counted per message; wait_cap_s needs a basis of one wait per round' as sentence_en,
    caps.row_name || ' 不能与逐条消息计时同用：响应时长上限只适用于每轮一个响应时长' as sentence_zh
from rules as caps
inner join rules as bases
    on
        caps.definition_set = bases.definition_set and caps.valid_from <= bases.valid_to and caps.valid_to >= bases.valid_from
        and (caps.kpi_id = bases.kpi_id or caps.kpi_id = '*' or bases.kpi_id = '*')
        and (caps.shop_id = bases.shop_id or caps.shop_id = '*' or bases.shop_id = '*')
where
    caps.rule_key = 'wait_cap_s' and try_cast(caps.rule_value as decimal(18, 3)) is not null
    and bases.rule_key = 'wait_basis' and bases.rule_value = 'each_message'
union all
select
    'kpi_members has a row for the KPI ' || kpi_id || ', which kpi_definitions does not know' as sentence_en,
    'kpi_members 中的指标 ' || kpi_id || ' 在 kpi_definitions 中没有定义' as sentence_zh
from {{ ref('kpi_members') }}
where kpi_id not in (select definitions.kpi_id from {{ ref('kpi_definitions') }} as definitions)
