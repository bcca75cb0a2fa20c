-- grain: one row of int_kpi__day_persons for one agent or team.
{{ member_units(ref('int_kpi__day_persons')) }}
