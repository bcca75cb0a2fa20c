-- grain: one deduction evaluated for one KPI under the shop's own set, for the agent and for the shop.
{{ evaluate_units(
    unit_type='discipline',
    fact=ref('fct_discipline'),
    unit_key='discipline_key',
    date_column='happened_date',
    measures={'points': 'units.points'}
) }}
