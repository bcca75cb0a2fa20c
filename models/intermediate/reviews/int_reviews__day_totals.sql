-- grain: one row of int_kpi__day_totals as if there were no order review, of the KPIs and months that a review touches in any shop.
-- The units of the customers of int_reviews__orders are exchanged by the difference of their sums.
with touched as (
    select distinct
        kpi_id,
        month_start
    from {{ ref('int_reviews__touched') }}
),

totals as (
    select totals.*
    from {{ ref('int_kpi__day_totals') }} as totals
    inner join touched
        on totals.kpi_id = touched.kpi_id and {{ month_start('totals.business_date') }} = touched.month_start
),

exchanged as (
    select
        units.definition_set,
        units.kpi_id,
        units.platform,
        units.shop_id,
        units.agent_id,
        units.segment,
        units.business_date,
        {%- for column in ['numerator_sum', 'denominator_sum', 'count_units', 'count_excluded_units'] %}
        sum(case when units.figure_basis = 'exported' then units.{{ column }} else -units.{{ column }} end) as {{ column }},
        {%- endfor %}
        sum(case when units.figure_basis = 'exported' then units.count_unknown_units else -units.count_unknown_units end) as count_unknown_units
    from {{ ref('int_reviews__unit_totals') }} as units
    inner join touched
        on units.kpi_id = touched.kpi_id and units.month_start = touched.month_start
    group by
        units.definition_set, units.kpi_id, units.platform, units.shop_id, units.agent_id, units.segment, units.business_date
),

replaced as (
    select
        coalesce(totals.definition_set, exchanged.definition_set) as definition_set,
        coalesce(totals.kpi_id, exchanged.kpi_id) as kpi_id,
        coalesce(totals.platform, exchanged.platform) as platform,
        coalesce(totals.shop_id, exchanged.shop_id) as shop_id,
        coalesce(totals.agent_id, exchanged.agent_id) as agent_id,
        coalesce(totals.segment, exchanged.segment) as segment,
        coalesce(totals.business_date, exchanged.business_date) as business_date,
        {%- for column in ['numerator', 'denominator'] %}
        -- NULL stays NULL where neither side brings anything: without a denominator some figures do not exist
        case
            when exchanged.{{ column }}_sum is null then totals.{{ column }}_sum
            else coalesce(totals.{{ column }}_sum, 0) + exchanged.{{ column }}_sum
        end as {{ column }}_sum,
        totals.{{ column }}_max,
        {%- endfor %}
        {%- for column in ['count_units', 'count_excluded_units'] %}
        cast(coalesce(totals.{{ column }}, 0) + coalesce(exchanged.{{ column }}, 0) as bigint) as {{ column }},
        {%- endfor %}
        cast(coalesce(totals.count_unknown_units, 0) + coalesce(exchanged.count_unknown_units, 0) as bigint) as count_unknown_units
    from totals
    full outer join exchanged
        on
            totals.definition_set = exchanged.definition_set and totals.kpi_id = exchanged.kpi_id
            and totals.platform = exchanged.platform and totals.shop_id = exchanged.shop_id
            and totals.agent_id = exchanged.agent_id and totals.segment = exchanged.segment
            and totals.business_date = exchanged.business_date
)

select *
from replaced
where count_units + count_excluded_units > 0
