-- grain: one buyer of a month, on his first sale of that month, evaluated for one KPI under the shop's own set.
{{ evaluate_units(
    unit_type='buyer',
    fact=ref('fct_buyer'),
    unit_key='buyer_key',
    date_column='first_sold_date',
    person='customer_key',
    reasons=[('*', 'not units.is_customer_known', 'customer_unknown')],
    measures={
        'one': '1',
        'bought_later': 'case when units.next_sold_date <= ' ~ add_days('units.first_sold_date', 'rules.returning_days') ~ ' then 1 else 0 end',
    }
) }}
