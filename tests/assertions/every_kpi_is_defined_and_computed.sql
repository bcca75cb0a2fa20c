-- Two-way completeness: a defined KPI is computed in some set or derived in the marts, and no computed one lacks a definition.
with computed as (
    select distinct kpi_id
    from {{ ref('kpi_members') }}
    union
    select 'sales_share' as kpi_id
    union
    select 'target_completion_rate' as kpi_id
    union
    select 'invite_selectivity' as kpi_id
)

select
    coalesce(definitions.kpi_id, computed.kpi_id) as kpi_id,
    definitions.kpi_id is null as is_undefined,
    computed.kpi_id is null as is_not_computed
from {{ ref('kpi_definitions') }} as definitions
full outer join computed on definitions.kpi_id = computed.kpi_id
where definitions.kpi_id is null or computed.kpi_id is null
