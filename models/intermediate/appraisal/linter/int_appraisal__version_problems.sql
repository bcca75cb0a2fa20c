-- grain: one defect in the periods of scheme versions and of the default scheme, as a sentence in both languages.
with versions as (
    select
        schemes.*,
        {{ scheme_row_name('appraisal_schemes', 'schemes') }} as row_name,
        try_cast(schemes.valid_from as date) as first_day,
        try_cast(schemes.valid_to as date) as last_day
    from {{ ref('appraisal_schemes') }} as schemes
),

numbered as (
    select
        *,
        row_number() over (order by first_day asc, last_day asc, row_name asc) as version_no
    from versions
    where first_day <= last_day
),

pairs as (
    select
        earlier.row_name as earlier_row,
        later.row_name as later_row,
        later.first_day,
        earlier.scheme_id = later.scheme_id as is_one_scheme,
        earlier.is_default = 'true' and later.is_default = 'true' as are_both_default
    from numbered as earlier
    inner join numbered as later on earlier.version_no < later.version_no and earlier.last_day >= later.first_day
),

-- days from the beginning to the end of time that the default versions leave out
defaults as (
    select
        row_name,
        first_day,
        last_day,
        max(last_day) over (order by version_no asc rows between unbounded preceding and 1 preceding) as covered_until,
        lead(version_no) over (order by version_no asc) is null as is_last,
        max(last_day) over () as covered_to
    from numbered
    where is_default = 'true'
),

holes as (
    select
        row_name,
        coalesce({{ add_days('covered_until', 1) }}, date '1900-01-01') as first_day,
        {{ add_days('first_day', -1) }} as last_day
    from defaults
    where first_day > coalesce({{ add_days('covered_until', 1) }}, date '1900-01-01')
    union all
    select
        row_name,
        {{ add_days('covered_to', 1) }} as first_day,
        date '9999-12-31' as last_day
    from defaults
    where is_last and covered_to < date '9999-12-31'
)

select
    row_name || ' ends before it begins' as sentence_en,
    row_name || ' 的结束日期早于开始日期' as sentence_zh
from versions
where last_day < first_day
union all
select
    case
        when is_one_scheme then earlier_row || ' and ' || later_row || ' are two versions of one scheme for ' || cast(first_day as {{ dbt.type_string() }})
        else earlier_row || ' and ' || later_row || ' are both the default on ' || cast(first_day as {{ dbt.type_string() }})
    end as sentence_en,
    case
        when is_one_scheme then earlier_row || ' 与 ' || later_row || ' 是同一方案在 ' || cast(first_day as {{ dbt.type_string() }}) || ' 的两个版本'
        else earlier_row || ' 与 ' || later_row || ' 在 ' || cast(first_day as {{ dbt.type_string() }}) || ' 都是默认方案'
    end as sentence_zh
from pairs
where is_one_scheme or are_both_default
union all
select
    'appraisal_schemes has no default scheme: is_default is true in no row' as sentence_en,
    'appraisal_schemes 没有默认方案：没有一行的 is_default 为 true' as sentence_zh
from (select count(*) as count_defaults from defaults) as counted
where count_defaults = 0
union all
select
    row_name || ' leaves the days from ' || cast(first_day as {{ dbt.type_string() }}) || ' to ' || cast(last_day as {{ dbt.type_string() }})
    || ' without a default scheme' as sentence_en,
    row_name || '：' || cast(first_day as {{ dbt.type_string() }}) || ' 至 ' || cast(last_day as {{ dbt.type_string() }}) || ' 没有默认方案' as sentence_zh
from holes
