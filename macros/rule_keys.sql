{#- The rule keys that int_kpi__rules resolves, each with the form of its value and the column that it becomes; a structure test
    keeps this list equal to seeds/kpi/rule_keys.csv. Keys of form 'own' are resolved there by hand. -#}
{% macro rule_key_list() %}
{{ return([
  ('exclude_auto_reply', 'boolean', 'exclude_auto_reply'),
  ('exclude_transferred_out', 'boolean', 'exclude_transferred_out'),
  ('exclude_leave_message', 'boolean', 'exclude_leave_message'),
  ('first_reply_threshold_s', 'own', 'first_reply_threshold_s'),
  ('threshold_inclusive', 'own', 'threshold_inclusive'),
  ('wait_basis', 'text', 'wait_basis'),
  ('service_hours', 'hours', 'service'),
  ('wait_cap_s', 'own', 'wait_cap_s'),
  ('drop_zero_waits', 'boolean', 'drop_zero_waits'),
  ('drop_cross_day_waits', 'boolean', 'drop_cross_day_waits'),
  ('transfer_in_opens_wait', 'boolean', 'transfer_in_opens_wait'),
  ('session_gap_minutes', 'duration_min', 'session_gap_ms'),
  ('business_day_cutoff', 'own', 'business_day_cutoff'),
  ('answer_ratio_population', 'text', 'answer_ratio_population'),
  ('merge_gap_s', 'duration_s', 'merge_gap_ms'),
  ('late_invite_minutes', 'duration_min', 'late_invite_ms'),
  ('evaluation_window_days', 'integer', 'evaluation_window_days'),
  ('enquiry_rule', 'text', 'enquiry_rule'),
  ('enquiry_window_days', 'integer', 'enquiry_window_days'),
  ('pay_window_days', 'integer', 'pay_window_days'),
  ('window_applies_to', 'text', 'window_applies_to'),
  ('credit_rule', 'text', 'credit_rule'),
  ('credit_pick', 'text', 'credit_pick'),
  ('helper_leaves_denominator', 'boolean', 'helper_leaves_denominator'),
  ('conversion_event', 'text', 'conversion_event'),
  ('deduct_refunds', 'boolean', 'deduct_refunds'),
  ('deduct_postage', 'boolean', 'deduct_postage'),
  ('after_sale_days', 'integer', 'after_sale_days'),
  ('effective_reply_limit_s', 'duration_s', 'effective_reply_limit_ms'),
  ('slow_reply_s', 'duration_s', 'slow_reply_ms'),
  ('slow_reply_times', 'integer', 'slow_reply_times'),
  ('long_talk_messages', 'integer', 'long_talk_messages'),
  ('template_min_repeats', 'integer', 'template_min_repeats'),
  ('template_min_characters', 'integer', 'template_min_characters'),
  ('trailing_days', 'integer', 'trailing_days'),
  ('reopen_days', 'integer', 'reopen_days'),
  ('resolution_limit_hours', 'duration_h', 'resolution_limit_ms'),
  ('resolution_clock', 'text', 'resolution_clock'),
  ('resolution_event', 'text', 'resolution_event'),
  ('repeat_contact_days', 'integer', 'repeat_contact_days'),
  ('repeat_same', 'text', 'repeat_same'),
  ('complaint_coefficient', 'decimal', 'complaint_coefficient'),
  ('absence_coefficient', 'decimal', 'absence_coefficient'),
  ('promised_hours', 'hours', 'promised'),
  ('dunning_minutes', 'duration_min', 'dunning_ms'),
  ('conversion_floor', 'decimal', 'conversion_floor'),
  ('bad_review_revision_days', 'integer', 'bad_review_revision_days'),
  ('call_close_seconds', 'duration_s', 'call_close_ms'),
  ('csat_satisfied_from', 'decimal', 'csat_satisfied_from'),
  ('repurchase_days', 'integer', 'repurchase_days'),
  ('repurchase_scope', 'text', 'repurchase_scope'),
  ('retention_days', 'integer', 'retention_days'),
  ('returning_days', 'integer', 'returning_days'),
  ('outreach_window_days', 'integer', 'outreach_window_days'),
]) }}
{% endmacro %}

{#- One text column per rule key, from rows (rule_key, rule_value). -#}
{% macro rule_key_columns() -%}
{%- for key, form, column in rule_key_list() %}
max(case when rule_key = '{{ key }}' then rule_value end) as {{ key }}{{ ',' if not loop.last }}
{%- endfor %}
{%- endmacro %}

{#- The typed columns of the rule keys: flags, numbers, and durations in milliseconds. -#}
{% macro typed_rule_columns() -%}
{%- for key, form, column in rule_key_list() if form != 'own' %}
{%- if form == 'boolean' %}
{{ key }} = 'true' as {{ column }}
{%- elif form == 'integer' %}
cast({{ key }} as integer) as {{ column }}
{%- elif form == 'decimal' %}
cast({{ key }} as decimal(18, 4)) as {{ column }}
{%- elif form == 'duration_s' %}
{{ seconds_to_ms(key) }} as {{ column }}
{%- elif form == 'duration_min' %}
{{ seconds_to_ms(key) }} * 60 as {{ column }}
{%- elif form == 'duration_h' %}
{{ seconds_to_ms(key) }} * 3600 as {{ column }}
{%- elif form == 'hours' %}
{{ hours_start_ms(key) }} as {{ column }}_start_ms,
{{ hours_end_ms(key) }} as {{ column }}_end_ms
{%- else %}
{{ key }} as {{ column }}
{%- endif %}{{ ',' if not loop.last }}
{%- endfor %}
{%- endmacro %}

{% macro seconds_to_ms(text_column) %}cast(cast({{ text_column }} as decimal(18, 3)) * 1000 as bigint){% endmacro %}

{#- The typed columns that hold the value of one rule key. -#}
{% macro columns_of_rule_key(key, form, column) -%}
{%- set own = {
  'first_reply_threshold_s': 'in_time_limit_ms', 'threshold_inclusive': 'in_time_limit_ms', 'wait_cap_s': 'wait_cap_ms',
  'business_day_cutoff': 'cutoff_minutes'
} -%}
{{ return([column ~ '_start_ms', column ~ '_end_ms'] if form == 'hours' else [own.get(key, column)]) }}
{%- endmacro %}

{#- The values of the rule keys that stand in a text |key|key|…|, as a text. -#}
{% macro rule_fingerprint(keys_column, rules) -%}
concat(
{%- for key, form, column in rule_key_list() %}
    case
        when instr({{ keys_column }}, '|{{ key }}|') > 0
            then '{{ key }}='{% for name in columns_of_rule_key(key, form, column) %} || coalesce(cast({{ rules }}.{{ name }} as {{ dbt.type_string() }}), '-') || ';'{% endfor %}
        else ''
    end{{ ',' if not loop.last }}
{%- endfor %}
)
{%- endmacro %}
