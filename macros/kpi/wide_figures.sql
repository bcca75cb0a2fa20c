{#- Long figures of shops under their own definition set, with the conversion that the shop's rules call its headline. -#}
{% macro own_figures(relation, date_column, scope) -%}
select
    figures.*,
    coalesce(figures.kpi_id = rules.headline_kpi_id, false) as is_headline_conversion
from {{ relation }} as figures
inner join {{ ref('dim_kpi_rule') }} as rules
    on
        figures.platform = rules.platform and figures.shop_id = rules.shop_id
        and figures.definition_set = rules.definition_set and rules.is_own_set and rules.kpi_id = '*'
        and figures.{{ date_column }} between rules.valid_from and rules.valid_to
where figures.scope = '{{ scope }}'
{%- endmacro %}

{#- Columns of a wide report over long figures: counts and amounts as they are, ratios with both of their parts. -#}
{% macro wide_figures() -%}
{% set counts = ['consult_sessions', 'received_sessions', 'agent_messages', 'customer_messages', 'enquiry_customers',
  'final_paid_customers', 'lost_enquiry_customers', 'sales_amount', 'sales_orders', 'sales_items', 'assist_order_customers',
  'assist_followup_customers', 'assist_amount', 'max_concurrent_sessions'] -%}
{% set ratios = ['rate_30s_first_reply', 'avg_response_seconds', 'reply_rate', 'answer_ratio', 'satisfaction_rate',
  'enquiry_to_final_paid_rate', 'enquiry_to_order_rate', 'unit_price', 'sales_share'] -%}
{% for kpi in counts -%}
max(case when figures.kpi_id = '{{ kpi }}' then figures.numerator end) as {{ kpi }},
{% endfor %}
{%- for kpi in ratios -%}
max(case when figures.kpi_id = '{{ kpi }}' then figures.numerator end) as {{ kpi }}_numerator,
max(case when figures.kpi_id = '{{ kpi }}' then figures.denominator end) as {{ kpi }}_denominator,
max(case when figures.kpi_id = '{{ kpi }}' then figures.value end) as {{ kpi }},
{% endfor %}
max(case when figures.is_headline_conversion then figures.numerator end) as conversion_numerator,
max(case when figures.is_headline_conversion then figures.denominator end) as conversion_denominator,
max(case when figures.is_headline_conversion then figures.value end) as conversion,
-- of the figures shown here; others may wait much longer
case
    when
        max(
            case
                when
                    figures.finality = 'provisional'
                    and (figures.is_headline_conversion or figures.kpi_id in ('{{ (counts + ratios) | join("', '") }}'))
                    then 1
                else 0
            end
        ) = 1
        then 'provisional'
    else 'final'
end as finality
{%- endmacro %}
