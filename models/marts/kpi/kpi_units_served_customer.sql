-- grain: one served customer (customer, agent, day; or customer, shop, day) evaluated for one KPI under the shop's own set.
{{ evaluate_units(**served_customer_unit()) }}
