-- grain: one session (or an agent's part of it) evaluated for one KPI under one definition set.
{{ evaluate_units(**session_unit()) }}
