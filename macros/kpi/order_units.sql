{#- Orders evaluated for every KPI that counts them: the body of kpi_units_order.
    orders    relation in the form of fct_order
    credits   relation in the form of fct_order_credit for these orders
    related   relation in the form of fct_related_sale for these credits -#}
{% macro order_units(orders, credits, related) %}
with credited as (
    select
        orders.*,
        credits.agent_id,
        credits.session_key,
        credits.is_silent_at_order
    from {{ orders }} as orders
    inner join {{ credits }} as credits on orders.order_key = credits.order_key and credits.is_active
),

scopes as (
    select
        credited.*,
        credited.agent_id as scope_agent_id
    from credited
    union all
    select
        credited.*,
        '(shop)' as scope_agent_id
    from credited
),

evaluated as (
    select
        members.definition_set,
        members.kpi_id,
        members.unit_type,
        members.numerator_measure,
        members.denominator_measure,
        scopes.*,
        case when members.unit_type = 'placed_order' then scopes.created_date else coalesce(scopes.sold_date, scopes.created_date) end as business_date,
        related.has_related_line,
        rules.pay_window_days,
        case
            when members.unit_type = 'sale' and scopes.sale_exclusion_reason is not null then scopes.sale_exclusion_reason
            when members.population in ('related', 'credited') and scopes.agent_id = '(silent)' then 'silent'
            when members.population = 'related' and related.has_related_line is null then 'enquired_product_unknown'
            when members.numerator_measure = 'amount' and scopes.sales_amount is null then 'amount_unknown'
            when members.numerator_measure = 'items' and scopes.count_items is null then 'items_unknown'
            when members.population = 'known_buyer' and scopes.is_customer_unknown then 'customer_unknown'
        end as exclusion_reason
    from scopes
    {{ join_members_and_rules('scopes', ['sale', 'placed_order'], 'scopes.created_date', 'scopes.scope_agent_id') }}
    left join {{ related }} as related
        on scopes.order_key = related.order_key
)

select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    scope_agent_id as agent_id,
    business_date,
    unit_type,
    order_key as unit_key,
    session_key,
    -- a buyer whom the export masks cannot be told from others: each of his orders is a buyer
    coalesce(customer_key, order_key) as person_key,
    cast(null as {{ dbt.type_string() }}) as segment,
    exclusion_reason,
    case
        when exclusion_reason is null then
            cast(
                case numerator_measure
                    when 'one' then 1
                    when 'amount' then sales_amount
                    when 'items' then count_items
                    when 'related' then case when has_related_line then 1 else 0 end
                    when 'silent_at_order' then case when is_silent_at_order then 1 else 0 end
                    when 'enquiry_at_order' then case when is_silent_at_order then 0 else 1 end
                    when 'paid'
                        then
                            case
                                when sale_exclusion_reason is null and (is_cod or paid_date <= {{ add_days('created_date', 'pay_window_days') }}) then 1
                                else 0
                            end
                end as decimal(28, 8)
            )
    end as numerator,
    case
        when exclusion_reason is null then
            cast(
                case denominator_measure when 'one' then 1 when 'enquiry_at_order' then case when is_silent_at_order then 0 else 1 end end
                as decimal(28, 8)
            )
    end as denominator
from evaluated
{% endmacro %}
