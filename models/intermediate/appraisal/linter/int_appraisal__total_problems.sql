-- grain: one defect of a scheme version's total: weights, number of KPIs, tiers, tie-break, as a sentence in both languages.
with versions as (
    select
        schemes.*,
        {{ scheme_row_name('appraisal_schemes', 'schemes') }} as row_name
    from {{ ref('appraisal_schemes') }} as schemes
),

cards as (
    select
        scheme_id,
        scheme_version,
        count(*) as count_kpis,
        sum(try_cast(weight as decimal(18, 6))) as weight_sum,
        count(*) = count(try_cast(weight as decimal(18, 6))) as are_weights_numbers,
        {{ dbt.listagg("kpi_id || ' ' || weight", "' + '", 'order by kpi_id asc') }} as weights
    from {{ ref('appraisal_scorecard') }}
    group by scheme_id, scheme_version
),

scored as (
    select
        versions.*,
        coalesce(cards.count_kpis, 0) as count_kpis,
        coalesce(cards.weight_sum, 0) as weight_sum,
        coalesce(cards.are_weights_numbers, true) as are_weights_numbers,
        cards.weights
    from versions
    left join cards on versions.scheme_id = cards.scheme_id and versions.scheme_version = cards.scheme_version
),

tables as (
    select distinct
        scheme_id,
        scheme_version,
        band_table
    from {{ ref('appraisal_bands') }}
)

select
    row_name || ': the weights of its appraisal_scorecard make ' || {{ plain_number('weight_sum') }}
    || coalesce(' (' || weights || ')', '') || ', but weight_total is ' || weight_total as sentence_en,
    row_name || '：其 appraisal_scorecard 的权重合计为 ' || {{ plain_number('weight_sum') }}
    || coalesce('（' || weights || '）', '') || '，而 weight_total 为 ' || weight_total as sentence_zh
from scored
where are_weights_numbers and weight_sum <> {{ cell_number('weight_total') }}
union all
select
    row_name || ': its appraisal_scorecard has ' || cast(count_kpis as {{ dbt.type_string() }}) || ' KPIs, max_kpis is ' || max_kpis
    || '; more KPIs only distract' as sentence_en,
    row_name || '：其 appraisal_scorecard 有 ' || cast(count_kpis as {{ dbt.type_string() }}) || ' 个指标，max_kpis 为 ' || max_kpis
    || '；指标并不是越多越好' as sentence_zh
from scored
where count_kpis > try_cast(max_kpis as integer)
union all
select
    row_name || ': tier_basis is ' || tier_basis || ' and tier_table is ' || tier_table || '; tiers need both, or - in both' as sentence_en,
    row_name || '：tier_basis 为 ' || tier_basis || '，tier_table 为 ' || tier_table || '；两者须同时填写，或同时填 -' as sentence_zh
from scored
where (tier_basis = '-') <> (tier_table = '-')
union all
select
    scored.row_name || ': tier_table is ' || scored.tier_table || ', but appraisal_bands has no such table in this scheme version' as sentence_en,
    scored.row_name || '：tier_table 为 ' || scored.tier_table || '，但 appraisal_bands 中该方案版本没有这张分段表' as sentence_zh
from scored
left join tables
    on scored.scheme_id = tables.scheme_id and scored.scheme_version = tables.scheme_version and scored.tier_table = tables.band_table
where scored.tier_table <> '-' and tables.band_table is null
union all
select
    row_name || ': tiers need a total, but appraisal_scorecard has no row of this scheme version' as sentence_en,
    row_name || '：分档需要总分，但 appraisal_scorecard 中该方案版本没有任何行' as sentence_zh
from scored
where tier_table <> '-' and count_kpis = 0
union all
select
    scored.row_name || ': tie_break_kpi_id is ' || scored.tie_break_kpi_id || ', of which no person has one monthly figure' as sentence_en,
    scored.row_name || '：tie_break_kpi_id 为 ' || scored.tie_break_kpi_id || '，该指标没有个人月度数字' as sentence_zh
from scored
left join {{ ref('int_appraisal__scheme_kpis') }} as kpis
    on
        scored.tie_break_kpi_id = kpis.kpi_id and kpis.chosen_set = '(own)' and kpis.kpi_id <> 'headline_conversion'
        and kpis.has_person_figure and not kpis.is_segmented
where scored.tie_break_kpi_id <> '-' and kpis.kpi_id is null
