-- grain: one row of day totals for one person or team.
{{ member_units(ref('int_kpi__day_totals')) }}
