-- grain: one row of a scheme that names a KPI of which persons have no such figure, as a sentence in both languages.
select
    row_name || ': the KPI ' || kpi_id || ' does not exist (kpi_definitions)' as sentence_en,
    row_name || '：指标 ' || kpi_id || ' 不存在（kpi_definitions）' as sentence_zh
from {{ ref('int_appraisal__named_kpis') }}
where not is_known
union all
select
    row_name || ': the definition set ' || definition_set || ' does not exist; (own) takes each shop by its own' as sentence_en,
    row_name || '：口径 ' || definition_set || ' 不存在；(own) 表示各店铺自身的口径' as sentence_zh
from {{ ref('int_appraisal__named_kpis') }}
where not is_set_known
union all
select
    row_name || ': no person has a monthly figure of the KPI ' || kpi_id || ' under the set ' || definition_set as sentence_en,
    row_name || '：指标 ' || kpi_id || ' 在口径 ' || definition_set || ' 下没有个人月度数字' as sentence_zh
from {{ ref('int_appraisal__named_kpis') }}
where is_known and is_set_known and not coalesce(has_person_figure, false)
union all
select
    row_name || ': person_basis is ' || person_basis || ', but ' || kpi_id || ' is counted by '
    || case kpi_person_basis when 'persons' then 'person_days or distinct_persons' else kpi_person_basis end as sentence_en,
    row_name || '：person_basis 为 ' || person_basis || '，但 ' || kpi_id || ' 的人数口径是 '
    || case kpi_person_basis when 'persons' then 'person_days 或 distinct_persons' else kpi_person_basis end as sentence_zh
from {{ ref('int_appraisal__named_kpis') }}
where
    has_person_figure
    and not coalesce(
        person_basis = kpi_person_basis or (kpi_person_basis = 'persons' and person_basis in ('person_days', 'distinct_persons')), false
    )
union all
select
    row_name || ': ' || kpi_id || ' is not split, so segment must be (all) and not ' || segment as sentence_en,
    row_name || '：' || kpi_id || ' 不分项，segment 应为 (all)，不能是 ' || segment as sentence_zh
from {{ ref('int_appraisal__named_kpis') }}
where not is_segmented and segment <> '(all)'
union all
select
    row_name || ': ' || kpi_id || ' has a figure per segment and none for all of them together' as sentence_en,
    row_name || '：' || kpi_id || ' 只有各分项的数字，没有合计' as sentence_zh
from {{ ref('int_appraisal__named_kpis') }}
where is_segmented and segment = '(all)'
