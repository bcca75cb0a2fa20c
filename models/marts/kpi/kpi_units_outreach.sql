-- grain: one message of a campaign to one customer evaluated for one KPI under the shop's own set; segment = the campaign.
{{ evaluate_units(
    unit_type='outreach',
    fact=ref('fct_outreach'),
    unit_key='outreach_key',
    date_column='sent_date',
    person='customer_key',
    segment='campaign_id',
    reasons=[
        ('*', 'units.is_opted_out', 'opted_out'),
        ('*', 'not units.is_customer_known', 'customer_unknown'),
    ],
    measures={
        'one': '1',
        'bought': 'case when units.next_sold_date <= ' ~ add_days('units.sent_date', 'rules.outreach_window_days') ~ ' then 1 else 0 end',
    }
) }}
