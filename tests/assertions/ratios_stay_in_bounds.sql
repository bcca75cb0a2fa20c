-- Shares lie between 0 and 1; figures that compare two different things (messages per message) may exceed 1.
-- Only differences, and scores that take detractors or earlier scores off, may fall below 0.
select
    figures.kpi_id,
    figures.agent_id,
    figures.date_day,
    figures.value
from {{ ref('kpi_daily') }} as figures
inner join {{ ref('dim_kpi') }} as kpis on figures.kpi_id = kpis.kpi_id
where
    (kpis.unit = 'ratio' and figures.kpi_id not in ('answer_ratio', 'answer_ratio_merged') and figures.value not between 0 and 1)
    or (figures.numerator < 0 and kpis.unit <> 'difference' and figures.kpi_id not in ('nps', 'training_uplift'))
    or figures.denominator < 0
