-- grain: one metric of the shop beside its peers evaluated for one KPI under the shop's own set.
{{ evaluate_units(
    unit_type='benchmark',
    fact=ref('fct_benchmark'),
    unit_key='benchmark_key',
    date_column='business_date',
    segment='metric_segment',
    reasons=[
        ('aftersales_index', 'units.metric <> members.population', 'other_metric'),
        ('aftersales_index', 'units.category is not null', 'one_category_only'),
        ('aftersales_index', 'units.percentile is null', 'percentile_unknown'),
        ('aftersales_index', 'units.percentile not between 0 and 1', 'percentile_out_of_range'),
        ('peer', 'units.own_value is null', 'own_value_unknown'),
        ('peer', 'units.peer_value is null', 'peer_value_unknown'),
        ('upper', 'units.own_value is null', 'own_value_unknown'),
        ('upper', 'units.upper_value is null', 'upper_value_unknown'),
    ],
    measures={
        'one': '1',
        'percentile': 'units.percentile',
        'own_minus_peer': 'units.own_value - units.peer_value',
        'own_minus_upper': 'units.own_value - units.upper_value',
    },
    has_shop_rows=false
) }}
