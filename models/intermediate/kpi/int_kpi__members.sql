-- grain: one KPI of one shop under one definition set and one kind of unit that it counts: population and measures.
-- A KPI may count several kinds of units. Rows for a set replace the rows for all sets ('*'); only figures of service
-- stand under other sets than the shop's own.
with ranked as (
    select
        sets.platform,
        sets.shop_id,
        sets.definition_set,
        sets.is_own_set,
        members.kpi_id,
        members.unit_type,
        members.population,
        members.numerator_measure,
        members.numerator_kind,
        members.denominator_measure,
        members.denominator_kind,
        members.finality,
        members.scope,
        members.period,
        members.is_segmented,
        dense_rank() over (
            partition by sets.platform, sets.shop_id, sets.definition_set, members.kpi_id
            order by case when members.definition_set = '*' then 1 else 0 end asc
        ) as precedence
    from {{ ref('int_kpi__shop_sets') }} as sets
    inner join {{ ref('kpi_members') }} as members
        on members.definition_set = '*' or sets.definition_set = members.definition_set
),

chosen as (
    select
        *,
        -- a figure whose denominator is no unit of service cannot stand under another set without it
        bool_and(unit_type in ('session', 'round', 'message', 'customer_day', 'evaluation', 'session_signal'))
            over (partition by platform, shop_id, definition_set, kpi_id) as is_service_figure
    from ranked
    where precedence = 1
)

select
    platform,
    shop_id,
    definition_set,
    is_own_set,
    kpi_id,
    unit_type,
    population,
    numerator_measure,
    numerator_kind,
    denominator_measure,
    denominator_kind,
    finality,
    scope,
    period,
    is_segmented
from chosen
where is_own_set or is_service_figure
