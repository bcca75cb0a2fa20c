-- grain: one agent's help with a paid order evaluated for one KPI under the shop's own set, on the order's day.
{{ assist_units(ref('fct_order_assist')) }}
