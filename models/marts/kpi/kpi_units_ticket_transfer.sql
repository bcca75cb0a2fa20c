-- grain: one hand-over of a ticket evaluated for one KPI under the shop's own set, on its day, for who gave it away and the shop.
{{ evaluate_units(
    unit_type='ticket_transfer',
    fact=ref('fct_ticket_transfer'),
    unit_key='transfer_key',
    date_column='transferred_date',
    reasons=[
        ('*', 'units.is_return', 'return_of_a_wrong_transfer'),
        ('*', 'not units.is_to_other_team', 'same_team'),
        ('*', 'units.is_right is null', 'team_unknown')
    ],
    measures={
        'one': '1',
        'right': 'case when units.is_right then 1 else 0 end'
    }
) }}
