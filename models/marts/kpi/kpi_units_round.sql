-- grain: one response round evaluated for one KPI under one definition set, on the agent's clock and on the shop's.
{{ evaluate_units(**round_unit()) }}
