-- grain: one row of a scorecard whose direction, reference or strategy does not fit its KPI, as a sentence in both languages.
with cards as (
    select
        cards.*,
        {{ scheme_row_name('appraisal_scorecard', 'cards') }} as row_name,
        {{ cell_number('cards.baseline_value') }} as baseline,
        coalesce(nullif(cards.direction, '-'), kpis.direction) as used_direction,
        kpis.is_rate
    from {{ ref('appraisal_scorecard') }} as cards
    left join {{ ref('int_appraisal__scheme_kpis') }} as kpis on cards.kpi_id = kpis.kpi_id and cards.definition_set = kpis.chosen_set
)

select
    row_name || ': the KPI ' || kpi_id || ' has no direction of its own; write up or down' as sentence_en,
    row_name || '：指标 ' || kpi_id || ' 本身没有方向，请填 up 或 down' as sentence_zh
from cards
where used_direction = 'context'
union all
select
    row_name || ': the baseline is divided by, so baseline_value must be above 0 and not ' || baseline_value as sentence_en,
    row_name || '：基准值要作除数，baseline_value 须大于 0，不能是 ' || baseline_value as sentence_zh
from cards
where (reference = 'baseline' or reference_fallback = 'baseline') and baseline = 0
union all
select
    row_name || ': baseline_value is ' || baseline_value || ', but neither reference nor reference_fallback is baseline; write 0' as sentence_en,
    row_name || '：baseline_value 为 ' || baseline_value || '，但 reference 与 reference_fallback 都不是 baseline；应填 0' as sentence_zh
from cards
where reference <> 'baseline' and reference_fallback <> 'baseline' and baseline <> 0
union all
select
    row_name || ': reference_fallback is ' || reference_fallback || ', but only group_mean has one; write -' as sentence_en,
    row_name || '：reference_fallback 为 ' || reference_fallback || '，但只有 group_mean 才有替代；应填 -' as sentence_zh
from cards
where reference <> 'group_mean' and reference_fallback <> '-'
union all
select
    row_name || ': the strategy shortfall needs a rate whose numerator is a part of its units; ' || kpi_id || ' is none' as sentence_en,
    row_name || '：策略 shortfall 需要分子为其单位一部分的比率，' || kpi_id || ' 不是' as sentence_zh
from cards
where strategy = 'shortfall' and not is_rate
union all
select
    row_name || ': the strategy shortfall needs target or baseline as reference, not ' || reference as sentence_en,
    row_name || '：策略 shortfall 的 reference 须为 target 或 baseline，不能是 ' || reference as sentence_zh
from cards
where strategy = 'shortfall' and reference not in ('target', 'baseline')
