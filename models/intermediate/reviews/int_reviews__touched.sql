-- grain: one KPI of one shop and month whose figures an order review changes, a share of such a KPI among them.
with changed as (
    select
        platform,
        shop_id,
        definition_set,
        kpi_id,
        month_start
    from {{ ref('int_reviews__unit_totals') }}
    group by platform, shop_id, definition_set, kpi_id, month_start, agent_id, segment, business_date, person_key
    having
        {%- for column in ['numerator_sum', 'denominator_sum', 'count_units', 'count_excluded_units'] %}
        coalesce(sum(case when figure_basis = 'exported' then {{ column }} else -{{ column }} end), 0) <> 0 or
        {%- endfor %}
        coalesce(sum(case when figure_basis = 'exported' then count_unknown_units else -count_unknown_units end), 0) <> 0
),

touched as (
    select distinct
        changed.platform,
        changed.shop_id,
        changed.definition_set,
        changed.kpi_id,
        changed.month_start,
        shapes.share_kpi_id
    from changed
    inner join {{ ref('int_kpi__shapes') }} as shapes
        on
            changed.platform = shapes.platform and changed.shop_id = shapes.shop_id
            and changed.definition_set = shapes.definition_set and changed.kpi_id = shapes.kpi_id
    -- a figure over the last days belongs to the whole shop, whose orders no review changes
    where shapes.period <> 'trailing'
)

select
    platform,
    shop_id,
    definition_set,
    kpi_id,
    month_start
from touched
union
select
    platform,
    shop_id,
    definition_set,
    share_kpi_id as kpi_id,
    month_start
from touched
where share_kpi_id is not null
