-- grain: one KPI of one shop under one definition set: which unit it counts, in which population, by which measures.
-- A row for a set replaces the row for all sets ('*'); sales figures stand only under the shop's own set.
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
        row_number() over (
            partition by sets.platform, sets.shop_id, sets.definition_set, members.kpi_id
            order by case when members.definition_set = '*' then 1 else 0 end asc
        ) as precedence
    from {{ ref('int_kpi__shop_sets') }} as sets
    inner join {{ ref('kpi_members') }} as members
        on members.definition_set = '*' or sets.definition_set = members.definition_set
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
    finality
from ranked
where
    precedence = 1
    and (is_own_set or unit_type in ('session', 'round', 'message', 'customer_day', 'evaluation'))
