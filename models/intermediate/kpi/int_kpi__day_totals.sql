-- grain: one figure's units of one agent (or '(shop)'), segment and day; of figures that count persons, of one person.
-- The one place where the units of figures are added up: days, months and teams are sums over these rows.
{{ day_totals(ref('kpi_units')) }}
