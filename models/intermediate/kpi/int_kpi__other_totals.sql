-- grain: one figure's units of one agent (or '(shop)'), segment and day, and of one person in figures that count persons; of the
-- kinds of units that counted_units does not name.
with units as (
    {{ units_of(other_unit_models()) | indent(4) }}
)

{{ day_totals('units') }}
