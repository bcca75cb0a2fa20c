{#- The units that figures are made of: each name stands for a view kpi_units_<name>. -#}
{% macro unit_models() %}
{{ return([
  'session',
  'round',
  'message',
  'customer_day',
  'evaluation',
  'enquiry',
  'order',
  'assist',
  'target',
  'served_customer',
  'buyer',
  'outreach',
  'overnight_order',
  'ticket',
  'first_ticket',
  'ticket_transfer',
  'survey',
  'complaint',
  'shop_day',
  'benchmark',
  'dsr_score',
  'refund',
  'review',
  'session_signal',
]) }}
{% endmacro %}
