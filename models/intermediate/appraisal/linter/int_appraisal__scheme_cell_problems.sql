-- grain: one cell of a scheme's seeds that holds nothing or something of another form, one key that stands twice, or one row of a
-- scheme version that is not defined, as a sentence in both languages.
with cells as (
    select * from {{ ref('int_appraisal__scheme_cells') }}
),

versions as (
    select distinct
        scheme_id,
        scheme_version
    from {{ ref('appraisal_schemes') }}
),

keyed as (
    select
        seed_name,
        row_name,
        scheme_id,
        scheme_version,
        count(*) as count_rows
    from cells
    where column_name = 'scheme_id'
    group by seed_name, row_name, scheme_id, scheme_version
)

select
    row_name || ': ' || column_name || ' is an empty cell' as sentence_en,
    row_name || '：' || column_name || ' 为空单元格' as sentence_zh
from cells
where cell_value is null
union all
select
    cells.row_name
    || ': '
    || cells.column_name
    || ' is '
    || cells.cell_value
    || ', which is not '
    || types.needs_en
    || case when cells.cell_type = 'word' then ' (' || cells.allowed_values || ')' else '' end as sentence_en,
    cells.row_name
    || '：'
    || cells.column_name
    || ' 填的是 '
    || cells.cell_value
    || '，不是'
    || types.needs_zh
    || case when cells.cell_type = 'word' then '（' || cells.allowed_values || '）' else '' end as sentence_zh
from cells
inner join {{ ref('appraisal_cell_types') }} as types on cells.cell_type = types.cell_type
where
    cells.cell_value is not null
    and not coalesce(
        case cells.cell_type
            when 'id' then cells.cell_value not in ('', '-')
            when 'id_or_none' then cells.cell_value <> ''
            when 'text' then cells.cell_value <> ''
            when 'word' then instr('|' || cells.allowed_values || '|', '|' || cells.cell_value || '|') > 0
            when 'boolean' then cells.cell_value in ('true', 'false')
            when 'date' then {{ has_form('cells.cell_value', '[0-9]{4}-[0-9]{2}-[0-9]{2}') }} and try_cast(cells.cell_value as date) is not null
            when 'count' then {{ has_form('cells.cell_value', '0|[1-9][0-9]{0,8}') }}
            when 'ordinal' then {{ has_form('cells.cell_value', '[1-9][0-9]{0,8}') }}
            when 'lower_bound' then cells.cell_value = '-inf' or {{ is_plain_number('cells.cell_value') }}
            when 'upper_bound' then cells.cell_value = 'inf' or {{ is_plain_number('cells.cell_value') }}
            when 'number_or_gap' then cells.cell_value = '-' or {{ is_plain_number('cells.cell_value') }}
            when 'number' then {{ is_plain_number('cells.cell_value') }}
            when 'amount' then {{ is_plain_number('cells.cell_value') }} and {{ cell_number('cells.cell_value') }} >= 0
            when 'positive' then {{ is_plain_number('cells.cell_value') }} and {{ cell_number('cells.cell_value') }} > 0
        end, false
    )
union all
select
    row_name || ' stands ' || cast(count_rows as {{ dbt.type_string() }}) || ' times: one key has one row' as sentence_en,
    row_name || ' 出现了 ' || cast(count_rows as {{ dbt.type_string() }}) || ' 次：同一键只能有一行' as sentence_zh
from keyed
where count_rows > 1
union all
select
    keyed.row_name || ' belongs to a scheme version that appraisal_schemes does not have' as sentence_en,
    keyed.row_name || ' 所属的方案版本在 appraisal_schemes 中不存在' as sentence_zh
from keyed
left join versions on keyed.scheme_id = versions.scheme_id and keyed.scheme_version = versions.scheme_version
where versions.scheme_id is null
