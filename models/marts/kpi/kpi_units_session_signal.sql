-- grain: one session (or an agent's part of it) evaluated for one KPI of how it was served, under one definition set.
{%- set substantive_wait_ms = 'case when rules.transfer_in_opens_wait then units.first_substantive_wait_ms '
    ~ 'else units.first_customer_substantive_wait_ms end' %}
{{ evaluate_units(
    unit_type='session_signal',
    fact=ref('fct_session_signal'),
    unit_key='session_key',
    date_column='business_date',
    session='session_key',
    reasons=[
        ('*', "units.invalid_reason = 'internal'", 'internal'),
        ('*', "units.invalid_reason = 'no_customer_message'", 'no_customer_message'),
        ('*', "units.invalid_reason = 'robot_only' and members.population <> 'seller_messages'", 'robot_only'),
        ('*', "units.leaves_by_transfer and rules.exclude_transferred_out and members.population not in ('gross', 'transferred')",
            'transferred_out'),
        ('*', "units.is_leave_message and rules.exclude_leave_message and members.population <> 'gross'", 'leave_message'),
        ('*', 'not ' ~ is_in_hours('units.started_ms', 'rules.service_start_ms', 'rules.service_end_ms'), 'outside_service_hours'),
        ('transferred', 'not units.is_transferred_out', 'not_transferred_out'),
        ('transferred', 'units.wait_before_transfer_ms is null', 'handover_time_unknown'),
        ('*', "not units.has_messages and members.population not in ('rated', 'transferred')", 'messages_missing'),
        ('*', "not units.is_replied and members.population in ('first_replies', 'substantive', 'received', 'old_customers')", 'unreplied'),
        ('*', "units.is_first_reply_placeholder is null and members.population in ('first_replies', 'substantive')", 'text_unknown'),
        ('substantive', substantive_wait_ms ~ ' is null', 'no_substantive_reply'),
        ('old_customers', 'not coalesce(units.is_old_customer, false)', 'not_an_old_customer'),
    ],
    measures={
        'one': '1',
        'placeholder_first_reply': 'case when units.is_first_reply_placeholder then 1 else 0 end',
        'substantive_wait_s': substantive_wait_ms ~ ' * 0.001',
        'breached': 'case when units.wait_before_transfer_ms > rules.in_time_limit_ms then 1 else 0 end',
        'slow': 'case when units.count_slow_waits >= rules.slow_reply_times then 1 else 0 end',
        'auto_messages': 'units.count_auto_messages',
        'seller_messages': 'units.count_auto_messages + units.count_agent_messages',
        'template_messages': 'units.count_template_messages',
        'agent_messages': 'units.count_agent_messages',
        'profile_opened': 'case when units.is_profile_opened_first then 1 else 0 end',
        'kb_hit': 'case when units.has_kb_hit then 1 else 0 end',
    },
    has_shop_rows=false
) }}
