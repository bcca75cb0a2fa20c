-- grain: one unit (chat, enquiry, order …) behind one figure that scores, gates or pay of a person and month use.
-- Counted units with their numerator and denominator, excluded ones with the reason; one unit may stand behind several figures.
select
    figures.agent_id,
    figures.month_start,
    figures.requested_kpi_id,
    figures.kpi_id,
    figures.definition_set,
    figures.segment,
    figures.person_basis,
    units.platform,
    units.shop_id,
    units.definition_set as unit_definition_set,
    units.kpi_id as unit_kpi_id,
    units.business_date,
    units.unit_type,
    units.unit_key,
    units.session_key,
    units.person_key,
    units.numerator,
    units.denominator,
    units.exclusion_reason
from {{ ref('appraisal_figure') }} as figures
inner join {{ ref('dim_shop') }} as shops
    on figures.shop_id = '(all)' or (figures.platform = shops.platform and figures.shop_id = shops.shop_id)
inner join {{ ref('kpi_units') }} as units
    on
        figures.agent_id = units.agent_id and figures.unit_kpi_id = units.kpi_id
        and shops.platform = units.platform and shops.shop_id = units.shop_id
        and units.definition_set = case when figures.definition_set = '(own)' then shops.definition_set else figures.definition_set end
        and units.business_date between figures.first_unit_day and figures.last_unit_day
        and (figures.segment = '(all)' or coalesce(units.segment, '(none)') = figures.segment)
