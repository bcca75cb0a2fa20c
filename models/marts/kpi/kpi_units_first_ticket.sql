-- grain: one ticket evaluated for one KPI under the shop's own set, on the day it was raised, for its first owner and the shop.
-- Whether an issue leaves its first owner is his figure, not that of whoever ends up with it.
{{ evaluate_units(
    unit_type='first_ticket',
    fact='(select tickets.ticket_key, tickets.platform, tickets.shop_id, tickets.first_agent_id as agent_id, tickets.customer_key, '
        ~ 'tickets.raised_date, tickets.has_changed_team, tickets.is_closed_by_first_agent, tickets.ticket_exclusion_reason from '
        ~ ref('fct_ticket') ~ ' as tickets)',
    unit_key='ticket_key',
    date_column='raised_date',
    person='customer_key',
    reasons=[
        ('*', "units.ticket_exclusion_reason = 'void_ticket'", 'void_ticket'),
        ('*', "units.ticket_exclusion_reason is not null", 'unknown_ticket_status'),
        ('moved', 'units.has_changed_team is null', 'transfers_unknown'),
        ('first_owner', 'units.is_closed_by_first_agent is null', 'first_owner_unknown')
    ],
    measures={
        'one': '1',
        'changed_team': 'case when units.has_changed_team then 1 else 0 end',
        'closed_by_first_agent': 'case when units.is_closed_by_first_agent then 1 else 0 end'
    }
) }}
