{#- Enquiries evaluated for every KPI that counts them, by a relation in the form of fct_enquiry: the body of kpi_units_enquiry. -#}
{% macro enquiry_units(enquiries) %}
with shops_with_orders as (
    select distinct
        platform,
        shop_id
    from {{ ref('fct_order') }}
    -- orders that hide every buyer tell of nobody whether he bought
    where customer_key is not null
),

evaluated as (
    select
        members.definition_set,
        members.kpi_id,
        members.numerator_measure,
        members.denominator_measure,
        enquiries.*,
        case
            when not enquiries.is_enquiry then 'after_sale'
            -- without orders, or without the buyer's account, an outcome is unknown and not a failure
            when members.numerator_measure <> 'one' and known.shop_id is null then 'orders_unknown'
            when members.numerator_measure <> 'one' and not enquiries.is_customer_known then 'customer_unknown'
            when members.population = 'old_conversion' and not enquiries.is_old_customer then 'new_customer'
            when
                members.population in ('conversion', 'old_conversion') and rules.helper_leaves_denominator and enquiries.is_credited_to_colleague
                then 'credited_to_colleague'
        end as exclusion_reason
    from {{ enquiries }} as enquiries
    {{ join_members_and_rules('enquiries', ['enquiry'], 'enquiries.business_date', 'enquiries.agent_id') }}
    left join shops_with_orders as known on enquiries.platform = known.platform and enquiries.shop_id = known.shop_id
)

select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    agent_id,
    business_date,
    'enquiry' as unit_type,
    enquiry_key as unit_key,
    cast(null as {{ dbt.type_string() }}) as session_key,
    customer_key as person_key,
    cast(null as {{ dbt.type_string() }}) as segment,
    exclusion_reason,
    case
        when exclusion_reason is null then
            cast(
                case numerator_measure
                    when 'one' then 1
                    when 'ordered' then case when is_ordered then 1 else 0 end
                    when 'paid' then case when is_paid then 1 else 0 end
                    when 'shipped' then case when is_shipped then 1 else 0 end
                    when 'grouped' then case when is_grouped then 1 else 0 end
                    when 'old' then case when is_old_customer then 1 else 0 end
                    when 'lost' then case when has_order_in_window then 0 else 1 end
                end as decimal(28, 8)
            )
    end as numerator,
    case when exclusion_reason is null and denominator_measure = 'one' then cast(1 as decimal(28, 8)) end as denominator
from evaluated
{% endmacro %}
