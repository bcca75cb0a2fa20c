-- grain: one ticket evaluated for one KPI under the shop's own set, on the day it was raised, for its last owner and the shop.
{{ evaluate_units(
    unit_type='ticket',
    fact=ref('fct_ticket'),
    unit_key='ticket_key',
    date_column='raised_date',
    person='customer_key',
    segment='issue_type',
    reasons=[
        ('*', "units.ticket_exclusion_reason = 'void_ticket'", 'void_ticket'),
        ('*', "units.ticket_exclusion_reason is not null", 'unknown_ticket_status'),
        ('complex', 'not coalesce(units.is_complex, false)', 'not_marked_complex'),
        ('customers', 'units.customer_key is null', 'customer_unknown'),
        ('customers', 'units.is_resolved and ' ~ resolution_ms('units', 'rules') ~ ' is null', 'resolution_time_unknown'),
        ('timed', 'not units.is_resolved', 'unresolved'),
        ('timed', resolution_ms('units', 'rules') ~ ' is null', 'resolution_time_unknown'),
        ('repeat', 'not units.is_resolved', 'unresolved'),
        ('repeat', 'units.customer_key is null', 'customer_unknown'),
        ('repeat', 'units.resolution_wait_ms is null', 'resolution_time_unknown'),
        ('repeat', 'units.has_repeat_contact is null', 'issue_type_unknown'),
        ('sla', 'not units.has_first_response_clock and not units.has_resolution_clock', 'no_sla'),
        ('sla', 'units.is_in_sla is null', 'sla_not_judged_yet'),
        ('sla_first_response', 'not units.has_first_response_clock', 'no_sla'),
        ('sla_first_response', 'units.is_first_response_in_sla is null', 'sla_not_judged_yet'),
        ('sla_resolution', 'not units.has_resolution_clock', 'no_sla'),
        ('sla_resolution', 'units.is_resolution_in_sla is null', 'sla_not_judged_yet'),
        ('closed', 'not units.is_closed', 'not_closed'),
        ('closed', 'units.has_feedback is null', 'feedback_unknown')
    ],
    measures={
        'one': '1',
        'resolved': 'case when units.is_resolved then 1 else 0 end',
        'resolved_in_time': 'case when units.is_resolved and ' ~ resolution_ms('units', 'rules') ~ ' <= rules.resolution_limit_ms then 1 else 0 end',
        'resolution_h': 'cast(' ~ resolution_ms('units', 'rules') ~ ' as decimal(28, 8)) / 3600000',
        'repeated': 'case when units.has_repeat_contact then 1 else 0 end',
        'in_sla': 'case when units.is_in_sla then 1 else 0 end',
        'first_response_in_sla': 'case when units.is_first_response_in_sla then 1 else 0 end',
        'resolution_in_sla': 'case when units.is_resolution_in_sla then 1 else 0 end',
        'feedback': 'case when units.has_feedback then 1 else 0 end'
    }
) }}
