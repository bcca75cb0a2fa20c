-- grain: one defect in how the bands of a table divide the number line (empty bands, overlaps, gaps, bands that no measure reaches),
-- as a sentence in both languages that names the rows.
with spans as (
    select
        bands.*,
        coalesce(reaches.begins_at, {{ position_without_limit('below') }}) as reach_begins_at,
        coalesce(reaches.ends_at, {{ position_without_limit('above') }}) as reach_ends_at,
        coalesce(reaches.is_whole, false) as is_whole
    from {{ ref('int_appraisal__band_spans') }} as bands
    left join {{ ref('int_appraisal__table_reaches') }} as reaches
        on
            bands.scheme_id = reaches.scheme_id and bands.scheme_version = reaches.scheme_version
            and bands.band_table = reaches.band_table
    where bands.begins_at is not null and bands.ends_at is not null
),

filled as (
    select
        *,
        max(ends_at) over (
            partition by scheme_id, scheme_version, band_table
            order by span_no asc
            rows between unbounded preceding and 1 preceding
        ) as covered_until,
        lag(row_name) over (partition by scheme_id, scheme_version, band_table order by span_no asc) as row_before,
        lead(span_no) over (partition by scheme_id, scheme_version, band_table order by span_no asc) is null as is_last,
        max(ends_at) over (partition by scheme_id, scheme_version, band_table) as covered_to
    from spans
    where begins_at < ends_at
),

-- what lies between the bands, and what the reach of the measure leaves at both ends
holes as (
    select
        row_before as row_below,
        row_name as row_above,
        greatest(coalesce(covered_until, {{ position_without_limit('below') }}), reach_begins_at) as begins_at,
        least(begins_at, reach_ends_at) as ends_at,
        is_whole
    from filled
    union all
    select
        row_name as row_below,
        null as row_above,
        greatest(covered_to, reach_begins_at) as begins_at,
        reach_ends_at as ends_at,
        is_whole
    from filled
    where is_last
)

select
    row_name || ' ' || span || ' holds no value: its lower end is not below its upper end' as sentence_en,
    row_name || ' ' || span || ' 不含任何值：下界不低于上界' as sentence_zh
from spans
where begins_at >= ends_at
union all
select
    lower_.row_name || ' ' || lower_.span || ' and ' || upper_.row_name || ' ' || upper_.span || ' overlap' as sentence_en,
    lower_.row_name || ' ' || lower_.span || ' 与 ' || upper_.row_name || ' ' || upper_.span || ' 重叠' as sentence_zh
from filled as lower_
inner join filled as upper_
    on
        lower_.scheme_id = upper_.scheme_id and lower_.scheme_version = upper_.scheme_version
        and lower_.band_table = upper_.band_table and lower_.span_no < upper_.span_no and lower_.ends_at > upper_.begins_at
union all
select
    case
        when row_below is null then 'below ' || row_above
        when row_above is null then 'above ' || row_below
        else 'between ' || row_below || ' and ' || row_above
    end
    || ' there is a gap: a band whose result is - declares one' as sentence_en,
    case
        when row_below is null then row_above || ' 之下'
        when row_above is null then row_below || ' 之上'
        else row_below || ' 与 ' || row_above || ' 之间'
    end
    || '有空档：请用结果为 - 的一段声明' as sentence_zh
from holes
where begins_at < ends_at and (not is_whole or {{ holds_whole_number('begins_at', 'ends_at') }})
union all
-- what is declared as a gap promises nothing
select
    row_name || ' ' || span || ' can never be reached by what the table measures' as sentence_en,
    row_name || ' ' || span || ' 超出该表所量之值的范围，永远达不到' as sentence_zh
from filled
where
    result <> '-'
    and not (
        greatest(begins_at, reach_begins_at) < least(ends_at, reach_ends_at)
        and (
            not is_whole
            or {{ holds_whole_number('greatest(begins_at, reach_begins_at)', 'least(ends_at, reach_ends_at)') }}
        )
    )
