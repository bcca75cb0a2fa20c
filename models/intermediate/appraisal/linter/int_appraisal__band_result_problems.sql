-- grain: one band whose result does not fit the row that applies its table: it runs against the direction, or is no such result, as a
-- sentence in both languages.
with steps as (
    -- results of neighbouring bands, gaps left out
    select
        *,
        lag(row_name) over (partition by scheme_id, scheme_version, band_table order by span_no asc) as row_below,
        lag(result) over (partition by scheme_id, scheme_version, band_table order by span_no asc) as result_below,
        lag(result_number) over (partition by scheme_id, scheme_version, band_table order by span_no asc) as number_below
    from {{ ref('int_appraisal__band_spans') }}
    where begins_at < ends_at and result_number is not null
),

applied as (
    select
        steps.*,
        uses.used_by,
        uses.measure_name,
        uses.result_kind,
        uses.wanted_order
    from {{ ref('int_appraisal__rule_uses') }} as uses
    inner join steps
        on
            uses.strategy in ('band', 'rate_band', 'marginal_rate') and uses.scheme_id = steps.scheme_id
            and uses.scheme_version = steps.scheme_version and uses.rule_id = steps.band_table
),

turned as (
    select *
    from applied
    where
        (wanted_order = 'up' and result_number < number_below)
        or (wanted_order = 'down' and result_number > number_below)
)

select
    row_name || ' ' || span || ' gives ' || result || ' and ' || row_below || ' below it gives ' || result_below
    || ', against the direction of ' || used_by || ': its ' || measure_name
    || case wanted_order when 'up' then ' is better the higher it is' else ' is better the lower it is' end as sentence_en,
    row_name || ' ' || span || ' 的结果为 ' || result || '，其下的 ' || row_below || ' 为 ' || result_below
    || '，与 ' || used_by || ' 的方向相反：' || measure_name
    || case wanted_order when 'up' then ' 越高越好' else ' 越低越好' end as sentence_zh
from turned
where result_kind <> 'tier'
union all
-- tier 1 is the best: of a total the highest, of a percentile the lowest
select
    row_name || ' ' || span || ' is tier ' || result || ' and ' || row_below || ' below it is tier ' || result_below
    || ', against the direction of ' || used_by || ': tier 1 is the best' as sentence_en,
    row_name || ' ' || span || ' 为第 ' || result || ' 档，其下的 ' || row_below || ' 为第 ' || result_below
    || ' 档，与 ' || used_by || ' 的方向相反：第 1 档最好' as sentence_zh
from turned
where result_kind = 'tier'
union all
select
    row_name || ' gives ' || result || ' to ' || used_by || ', which is not ' || case result_kind
        when 'tier' then 'the number of a tier (1, 2, 3 …)'
        when 'amount' then 'an amount from 0 on; only deductions may be below'
        when 'rate' then 'a rate from 0 to 1'
        else 'a rate from -1 to 1'
    end as sentence_en,
    row_name || ' 给 ' || used_by || ' 的结果 ' || result || ' 不是' || case result_kind
        when 'tier' then '档次号（1、2、3……）'
        when 'amount' then '不小于 0 的金额；只有扣款可以小于 0'
        when 'rate' then ' 0 至 1 的费率'
        else ' -1 至 1 的费率'
    end as sentence_zh
from applied
where
    (result_kind = 'tier' and (result_number < 1 or result_number <> floor(result_number)))
    or (result_kind = 'amount' and result_number < 0)
    or (result_kind = 'rate' and (result_number < 0 or result_number > 1))
    or (result_kind = 'rate_deducted' and (result_number < -1 or result_number > 1))
