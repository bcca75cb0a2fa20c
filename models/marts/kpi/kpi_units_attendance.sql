-- grain: one shift of an agent evaluated for one KPI under the shop's own set, for the agent and for the shop.
{{ evaluate_units(
    unit_type='attendance',
    fact=ref('fct_attendance'),
    unit_key='attendance_key',
    date_column='work_date',
    reasons=[('scheduled', 'not units.is_scheduled', 'not_scheduled')],
    measures={'one': '1', 'attended': 'case when units.is_attended then 1 else 0 end'}
) }}
