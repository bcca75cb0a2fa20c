-- Two-way completeness: a defined KPI is counted in some set, or is a share or is made of other figures, says what it needs,
-- or stands in a mart of its own, and no counted one lacks a definition. Derived figures are known by the models that give them.
with counted as (
    select kpi_id
    from {{ ref('kpi_members') }}
    union
    select kpi_id
    from {{ ref('kpi_shares') }}
    {%- for kpi_id in derived_kpis() %}
    union
    select '{{ kpi_id }}' as kpi_id
    {%- endfor %}
),

-- what stands in a mart of its own is counted by that mart and needs what the mart needs
computed as (
    select
        kpi_id,
        false as is_placed
    from counted
    union all
    select
        kpi_id,
        true as is_placed
    from {{ ref('kpi_mart_columns') }}
),

needs as (
    select distinct kpi_id
    from {{ ref('kpi_inputs') }}
)

select
    coalesce(definitions.kpi_id, computed.kpi_id) as kpi_id,
    definitions.kpi_id is null as is_undefined,
    computed.kpi_id is null as is_not_computed,
    needs.kpi_id is null as has_no_inputs
from {{ ref('kpi_definitions') }} as definitions
full outer join computed on definitions.kpi_id = computed.kpi_id
left join needs on definitions.kpi_id = needs.kpi_id
where definitions.kpi_id is null or computed.kpi_id is null or (needs.kpi_id is null) <> computed.is_placed
