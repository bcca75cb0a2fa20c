-- grain: one telephone call evaluated for one KPI under the shop's own set, for its agent and for the shop.
{{ evaluate_units(
    unit_type='call',
    fact=ref('fct_call'),
    unit_key='call_key',
    date_column='business_date',
    person='customer_key',
    reasons=[
        ('*', "units.direction = 'internal'", 'internal_call'),
        ('*', 'units.is_connected is null', 'connection_unknown'),
        ('connected', 'not units.is_connected', 'not_connected'),
        ('handled', 'not units.is_connected', 'not_connected'),
        ('volume', 'not units.is_connected', 'not_connected'),
        ('sales', "coalesce(units.call_kind, '-') <> 'sales'", 'no_sales_call'),
        ('sales', 'not units.is_connected', 'not_connected'),
        ('volume', "units.call_kind = 'unknown'", 'unknown_call_kind'),
        ('volume', "units.call_kind in ('second_enquiry', 'complaint')", 'second_enquiry_or_complaint'),
        ('connected', 'units.talk_ms is null', 'talk_unknown'),
        ('sales', 'units.talk_ms is null', 'talk_unknown'),
        ('sales', 'units.order_id is not null and not units.is_order_known', 'order_unknown'),
        ('handled', 'units.talk_ms is null or units.hold_ms is null or units.wrap_ms is null', 'handling_unknown'),
    ],
    measures={
        'one': '1',
        'connected': 'case when units.is_connected then 1 else 0 end',
        'talk_s': 'units.talk_ms * 0.001',
        'handle_s': '(units.talk_ms + units.hold_ms + units.wrap_ms) * 0.001',
        'closed': 'case when units.order_id is not null and units.talk_ms <= rules.call_close_ms then 1 else 0 end',
    }
) }}
