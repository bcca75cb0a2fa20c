-- Shares lie within the range that seeds/kpi/kpi_ranges.csv gives them. Figures that compare two different things (complaints
-- per customer, enquiries per visitor) have no upper end: an export that lacks a part of the chats is no reason to publish nothing.
-- Only differences, and scores that take detractors or earlier scores off, may fall below 0.
select
    figures.kpi_id,
    figures.agent_id,
    figures.date_day,
    figures.value
from {{ ref('kpi_daily') }} as figures
inner join {{ ref('dim_kpi') }} as kpis on figures.kpi_id = kpis.kpi_id
inner join {{ ref('kpi_ranges') }} as ranges on figures.kpi_id = ranges.kpi_id
where
    (kpis.unit = 'ratio' and figures.value < 0)
    or (kpis.unit = 'ratio' and ranges.highest_value <> 'inf' and figures.value > 1)
    or (figures.numerator < 0 and kpis.unit <> 'difference' and figures.kpi_id not in ('nps', 'training_uplift'))
    or figures.denominator < 0
