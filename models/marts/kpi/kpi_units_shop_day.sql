-- grain: one shop and day with known visitors evaluated for one KPI under the shop's own set.
{{ evaluate_units(
    unit_type='shop_day',
    fact=ref('fct_shop_day'),
    unit_key='traffic_key',
    date_column='business_date',
    reasons=[
        ('persons', 'units.has_more_persons_than_visitors', 'more_persons_than_visitors'),
        ('split', 'units.has_more_persons_than_visitors', 'more_persons_than_visitors'),
        ('split', 'not units.is_everybody_known', 'customer_unknown'),
    ],
    measures={
        'visitors': 'units.visitors',
        'consulting': 'units.count_consulting_customers',
        'pre_sale': 'units.count_pre_sale_customers',
        'buyers': 'units.count_buyers',
        'pre_sale_buyers': 'units.count_pre_sale_buyers',
        'other_buyers': 'units.count_buyers - units.count_pre_sale_buyers',
        'other_visitors': 'units.visitors - units.count_pre_sale_customers',
    },
    has_shop_rows=false
) }}
