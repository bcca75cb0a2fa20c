-- grain: one session (or an agent's part of it) evaluated for one KPI of how it was served, under one definition set.
{{ evaluate_units(**session_signal_unit()) }}
