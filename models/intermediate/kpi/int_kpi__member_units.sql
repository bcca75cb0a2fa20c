-- grain: one row of day totals for one person or team, on its platform and on all platforms ('(all)'), under its own set
-- ('(own)') and under the named set.
{{ member_units(ref('int_kpi__day_totals')) }}
