{#- Columns of a wide report over long figures: counts and amounts as they are, ratios with both of their parts. -#}
{% macro wide_figures() -%}
{% for kpi in ['consult_sessions', 'received_sessions', 'agent_messages', 'customer_messages', 'enquiry_customers',
  'final_paid_customers', 'lost_enquiry_customers', 'sales_amount', 'sales_orders', 'sales_items', 'assist_order_customers',
  'assist_followup_customers', 'assist_amount', 'max_concurrent_sessions'] -%}
max(case when figures.kpi_id = '{{ kpi }}' then figures.numerator end) as {{ kpi }},
{% endfor %}
{%- for kpi in ['rate_30s_first_reply', 'avg_response_seconds', 'reply_rate', 'answer_ratio', 'satisfaction_rate',
  'enquiry_to_final_paid_rate', 'enquiry_to_order_rate', 'unit_price', 'sales_share'] -%}
max(case when figures.kpi_id = '{{ kpi }}' then figures.numerator end) as {{ kpi }}_numerator,
max(case when figures.kpi_id = '{{ kpi }}' then figures.denominator end) as {{ kpi }}_denominator,
max(case when figures.kpi_id = '{{ kpi }}' then figures.value end) as {{ kpi }},
{% endfor %}
{%- set provisional = "max(case when figures.finality = 'provisional' then 1 else 0 end)" -%}
case when {{ provisional }} = 1 then 'provisional' else 'final' end as finality
{%- endmacro %}
