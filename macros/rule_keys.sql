{#- The rule keys that int_kpi__rules resolves; a structure test keeps this list equal to seeds/kpi/rule_keys.csv. -#}
{% macro rule_key_names() %}
{{ return([
  'exclude_auto_reply', 'exclude_transferred_out', 'exclude_leave_message', 'first_reply_threshold_s', 'threshold_inclusive',
  'wait_basis', 'service_hours', 'wait_cap_s', 'drop_zero_waits', 'drop_cross_day_waits', 'transfer_in_opens_wait',
  'session_gap_minutes', 'business_day_cutoff', 'answer_ratio_population', 'merge_gap_s', 'late_invite_minutes',
  'evaluation_window_days', 'enquiry_rule', 'enquiry_window_days', 'pay_window_days', 'window_applies_to', 'credit_rule',
  'credit_pick', 'helper_leaves_denominator', 'conversion_event', 'deduct_refunds', 'deduct_postage', 'after_sale_days',
  'effective_reply_limit_s', 'slow_reply_s', 'slow_reply_times', 'long_talk_messages', 'probation_months'
]) }}
{% endmacro %}

{#- One text column per rule key, from rows (rule_key, rule_value). -#}
{% macro rule_key_columns() -%}
{%- for key in rule_key_names() %}
max(case when rule_key = '{{ key }}' then rule_value end) as {{ key }}{{ ',' if not loop.last }}
{%- endfor %}
{%- endmacro %}

{% macro seconds_to_ms(text_column) %}cast(cast({{ text_column }} as decimal(18, 3)) * 1000 as bigint){% endmacro %}
