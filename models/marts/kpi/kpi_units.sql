-- grain: one unit (session, round, buyer message, enquiry, order, ticket, call …) evaluated for one KPI.
-- The rows behind every figure: counted ones with their numerator and denominator, excluded ones with the reason.
{{ units_of(unit_models()) }}
