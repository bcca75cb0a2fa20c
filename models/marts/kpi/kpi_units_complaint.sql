-- grain: one complaint evaluated for one KPI under the shop's own set, on its day, for the agent whom it names and the shop.
{{ evaluate_units(
    unit_type='complaint',
    fact=ref('fct_complaint'),
    unit_key='complaint_key',
    date_column='complained_date',
    person='customer_key',
    session='session_key',
    reasons=[('upheld', 'not coalesce(units.is_upheld, false)', 'not_upheld')],
    measures={'one': '1'}
) }}
