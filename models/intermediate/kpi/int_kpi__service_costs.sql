-- grain: one shop, month with costs and KPI: what a contact costs, and what the credited sales bring for it.
-- Costs are told by the month, so the shop has these figures and no single day or agent.
with costs as (
    select
        platform,
        shop_id,
        month_start,
        sum(amount) as amount,
        count(*) as count_costs
    from {{ ref('fct_cost') }}
    where is_contact_cost
    group by platform, shop_id, month_start
),

left_out as (
    select
        platform,
        shop_id,
        month_start,
        count(*) as count_costs
    from {{ ref('fct_cost') }}
    where not coalesce(is_contact_cost, false)
    group by platform, shop_id, month_start
),

contacts as (
    select
        platform,
        shop_id,
        month_start,
        count(*) as count_contacts
    from (
        select
            platform,
            shop_id,
            {{ month_start('business_date') }} as month_start
        from {{ ref('fct_session') }}
        where invalid_reason is null
        union all
        select
            platform,
            shop_id,
            {{ month_start('business_date') }} as month_start
        from {{ ref('fct_call') }}
        where is_connected and coalesce(direction, '-') <> 'internal'
    ) as served
    group by platform, shop_id, month_start
),

revenues as (
    select
        orders.platform,
        orders.shop_id,
        {{ month_start('coalesce(orders.sold_date, orders.created_date)') }} as month_start,
        -- a month in which orders are known but no agent sold has 0, one without orders has no figure
        sum(case when orders.sale_exclusion_reason is null and credits.agent_id <> '(silent)' then orders.sales_amount else 0 end) as amount
    from {{ ref('fct_order') }} as orders
    inner join {{ ref('fct_order_credit') }} as credits on orders.order_key = credits.order_key and credits.is_active
    group by orders.platform, orders.shop_id, {{ month_start('coalesce(orders.sold_date, orders.created_date)') }}
),

months as (
    select
        sets.definition_set,
        costs.*,
        coalesce(left_out.count_costs, 0) as count_left_out,
        cast(coalesce(contacts.count_contacts, 0) as decimal(28, 8)) as contacts,
        cast(revenues.amount as decimal(28, 8)) as revenue
    from costs
    inner join {{ ref('int_kpi__shop_sets') }} as sets
        on costs.platform = sets.platform and costs.shop_id = sets.shop_id and sets.is_own_set
    left join left_out
        on costs.platform = left_out.platform and costs.shop_id = left_out.shop_id and costs.month_start = left_out.month_start
    left join contacts
        on costs.platform = contacts.platform and costs.shop_id = contacts.shop_id and costs.month_start = contacts.month_start
    left join revenues
        on costs.platform = revenues.platform and costs.shop_id = revenues.shop_id and costs.month_start = revenues.month_start
)

{% for kpi_id, numerator, denominator in [('service_cost_per_contact', 'amount', 'contacts'), ('service_roi', 'revenue', 'amount')] -%}
select
    definition_set,
    '{{ kpi_id }}' as kpi_id,
    platform,
    shop_id,
    '(shop)' as agent_id,
    '(all)' as segment,
    month_start as period_start,
    'units' as person_basis,
    cast({{ numerator }} as decimal(28, 8)) as numerator,
    cast({{ denominator }} as decimal(28, 8)) as denominator,
    cast({{ quotient(numerator, 'nullif(' ~ denominator ~ ', 0)') }} as decimal(28, 8)) as figure_value,
    cast(count_costs as bigint) as count_units,
    cast(count_left_out as bigint) as count_excluded_units,
    false as is_provisional
from months
{% if not loop.last %}union all
{% endif %}
{%- endfor %}
