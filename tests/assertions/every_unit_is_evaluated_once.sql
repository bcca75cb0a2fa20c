-- Evaluated units = units: each session stands once in every session KPI of every set of its shop, counted or with a reason.
-- A day without a rule would lose its units here.
with units as (
    select
        platform,
        shop_id,
        case when agent_id = '(shop)' then 'shop' else 'agent' end as scope,
        count(*) as count_units
    from {{ ref('fct_session_unit') }}
    group by platform, shop_id, case when agent_id = '(shop)' then 'shop' else 'agent' end
),

evaluated as (
    select
        platform,
        shop_id,
        definition_set,
        kpi_id,
        case when agent_id = '(shop)' then 'shop' else 'agent' end as scope,
        count(*) as count_evaluated
    from {{ ref('kpi_units_session') }}
    group by platform, shop_id, definition_set, kpi_id, case when agent_id = '(shop)' then 'shop' else 'agent' end
)

select
    members.definition_set,
    members.kpi_id,
    members.platform,
    members.shop_id,
    units.count_units,
    evaluated.count_evaluated
from {{ ref('dim_kpi_member') }} as members
inner join units on members.platform = units.platform and members.shop_id = units.shop_id and members.scope in ('both', units.scope)
left join evaluated
    on
        members.platform = evaluated.platform and members.shop_id = evaluated.shop_id
        and members.definition_set = evaluated.definition_set and members.kpi_id = evaluated.kpi_id
        and units.scope = evaluated.scope
where members.unit_type = 'session' and coalesce(evaluated.count_evaluated, 0) <> units.count_units
