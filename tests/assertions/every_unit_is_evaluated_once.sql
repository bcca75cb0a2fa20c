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

-- KPIs that count nothing but sessions, of those that the files allow to compute
members as (
    select
        members.definition_set,
        members.kpi_id,
        members.platform,
        members.shop_id,
        members.scope
    from {{ ref('dim_kpi_member') }} as members
    inner join {{ ref('int_kpi__shapes') }} as shapes
        on
            members.platform = shapes.platform and members.shop_id = shapes.shop_id
            and members.definition_set = shapes.definition_set and members.kpi_id = shapes.kpi_id
    left join {{ ref('dim_kpi_member') }} as others
        on
            members.platform = others.platform and members.shop_id = others.shop_id
            and members.definition_set = others.definition_set and members.kpi_id = others.kpi_id
            and others.unit_type <> 'session'
    where members.unit_type = 'session' and others.kpi_id is null
),

evaluated as (
    select
        platform,
        shop_id,
        definition_set,
        kpi_id,
        case when agent_id = '(shop)' then 'shop' else 'agent' end as scope,
        sum(count_units + count_excluded_units) as count_evaluated
    from {{ ref('int_kpi__day_totals') }}
    group by platform, shop_id, definition_set, kpi_id, case when agent_id = '(shop)' then 'shop' else 'agent' end
)

select
    members.definition_set,
    members.kpi_id,
    members.platform,
    members.shop_id,
    units.count_units,
    evaluated.count_evaluated
from members
inner join units on members.platform = units.platform and members.shop_id = units.shop_id and members.scope in ('both', units.scope)
left join evaluated
    on
        members.platform = evaluated.platform and members.shop_id = evaluated.shop_id
        and members.definition_set = evaluated.definition_set and members.kpi_id = evaluated.kpi_id
        and units.scope = evaluated.scope
where coalesce(evaluated.count_evaluated, 0) <> units.count_units
