-- grain: one invite or evaluation evaluated for one KPI under one definition set.
{{ evaluate_units(**evaluation_unit()) }}
