-- grain: one KPI ('*' = the set's general rules) of one shop under one definition set in one period, all rules resolved.
select
    rules.*,
    headlines.kpi_id as headline_kpi_id
from {{ ref('int_kpi__rules') }} as rules
left join {{ ref('ref_conversion_events') }} as headlines on rules.conversion_event = headlines.conversion_event
