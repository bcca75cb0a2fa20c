-- grain: one KPI that a scheme may name, under a set by name or each shop's own ('(own)'): whether persons have a monthly figure of it,
-- how persons are counted in it, and what values it can take.
with sets as (
    select
        definition_set,
        definition_set as chosen_set
    from {{ ref('ref_definition_sets') }}
    union all
    select
        definition_set,
        '(own)' as chosen_set
    from {{ ref('ref_definition_sets') }}
),

-- rows of a set replace those of all sets
ranked as (
    select
        sets.chosen_set,
        sets.definition_set,
        members.kpi_id,
        members.scope,
        members.numerator_measure,
        members.numerator_kind,
        members.denominator_measure,
        members.denominator_kind,
        members.is_segmented,
        dense_rank() over (
            partition by sets.chosen_set, sets.definition_set, members.kpi_id
            order by case when members.definition_set = '*' then 1 else 0 end asc
        ) as precedence
    from sets
    inner join {{ ref('kpi_members') }} as members
        on members.definition_set = '*' or sets.definition_set = members.definition_set
),

counted as (
    select
        chosen_set,
        kpi_id,
        bool_and(scope in ('both', 'agent')) as has_person_figure,
        case when bool_or(numerator_kind = 'persons' or denominator_kind = 'persons') then 'persons' else 'units' end as person_basis,
        bool_or(is_segmented) as is_segmented,
        -- the numerator is a part of the units that the denominator counts
        bool_and(numerator_measure <> '-' and denominator_measure = 'one') as is_part_of_units
    from ranked
    where precedence = 1
    group by chosen_set, kpi_id
),

shared as (
    select
        counted.chosen_set,
        shares.kpi_id,
        counted.has_person_figure,
        counted.person_basis,
        counted.is_segmented,
        false as is_part_of_units
    from counted
    inner join {{ ref('kpi_shares') }} as shares on counted.kpi_id = shares.base_kpi_id
),

derived as (
    select distinct
        sets.chosen_set,
        derived_.kpi_id,
        derived_.scope = 'both' as has_person_figure,
        derived_.person_basis,
        derived_.is_segmented,
        false as is_part_of_units
    from {{ ref('kpi_derived') }} as derived_
    cross join sets
),

-- which conversion is meant is a rule of the shop
headlines as (
    select
        counted.chosen_set,
        'headline_conversion' as kpi_id,
        bool_and(counted.has_person_figure) as has_person_figure,
        max(counted.person_basis) as person_basis,
        bool_or(counted.is_segmented) as is_segmented,
        bool_and(counted.is_part_of_units) as is_part_of_units
    from counted
    inner join {{ ref('ref_conversion_events') }} as events on counted.kpi_id = events.kpi_id
    group by counted.chosen_set
),

stacked as (
    select * from counted
    union all
    select * from shared
    union all
    select * from derived
    union all
    select * from headlines
)

select
    stacked.chosen_set,
    stacked.kpi_id,
    coalesce(definitions.unit, 'ratio') as unit,
    coalesce(definitions.direction, 'up') as direction,
    stacked.has_person_figure,
    stacked.person_basis,
    stacked.is_segmented,
    case when stacked.kpi_id = 'headline_conversion' then cast(0 as decimal(28, 8)) else {{ cell_number('ranges.lowest_value') }} end as lowest_value,
    case when stacked.kpi_id = 'headline_conversion' then cast(1 as decimal(28, 8)) else {{ cell_number('ranges.highest_value') }} end as highest_value,
    coalesce(ranges.is_whole, false) as is_whole,
    stacked.is_part_of_units and coalesce(definitions.unit, 'ratio') = 'ratio' as is_rate
from stacked
left join {{ ref('kpi_definitions') }} as definitions on stacked.kpi_id = definitions.kpi_id
left join {{ ref('kpi_ranges') }} as ranges on stacked.kpi_id = ranges.kpi_id
