{#- Helps with orders evaluated for every KPI that counts them, by a relation in the form of fct_order_assist: the body of
    kpi_units_assist. -#}
{% macro assist_units(assists) %}
with helped as (
    select
        orders.order_key,
        orders.platform,
        orders.shop_id,
        orders.customer_key,
        orders.created_date,
        orders.sales_amount,
        assists.agent_id,
        assists.assist_kind
    from {{ assists }} as assists
    inner join {{ ref('fct_order') }} as orders on assists.order_key = orders.order_key
    where assists.is_active
),

-- for the shop an order counts once however many agents helped: before-order help first
shop_helped as (
    select
        order_key,
        platform,
        shop_id,
        customer_key,
        created_date,
        sales_amount,
        '(shop)' as agent_id,
        case when bool_or(assist_kind = 'order') then 'order' else 'followup' end as assist_kind
    from helped
    group by order_key, platform, shop_id, customer_key, created_date, sales_amount
),

scopes as (
    select * from helped
    union all
    select * from shop_helped
),

evaluated as (
    select
        members.definition_set,
        members.kpi_id,
        members.numerator_measure,
        scopes.*,
        case
            when members.population <> 'any' and members.population <> scopes.assist_kind then 'other_kind_of_help'
            when members.numerator_measure = 'amount' and scopes.sales_amount is null then 'amount_unknown'
        end as exclusion_reason
    from scopes
    inner join {{ ref('dim_kpi_member') }} as members
        on
            scopes.platform = members.platform and scopes.shop_id = members.shop_id and members.unit_type = 'assist'
            and {{ is_served_by('members', 'scopes.agent_id') }}
)

select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    agent_id,
    created_date as business_date,
    'assist' as unit_type,
    order_key as unit_key,
    cast(null as {{ dbt.type_string() }}) as session_key,
    customer_key as person_key,
    cast(null as {{ dbt.type_string() }}) as segment,
    exclusion_reason,
    case
        when exclusion_reason is null then
            cast(case numerator_measure when 'one' then 1 when 'amount' then sales_amount end as decimal(28, 8))
    end as numerator,
    cast(null as decimal(28, 8)) as denominator
from evaluated
{% endmacro %}
