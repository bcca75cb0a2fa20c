-- grain: one enquiry (customer, agent, day; or customer, shop, day) evaluated for one KPI under the shop's own set.
{{ evaluate_units(**enquiry_unit(ref('fct_enquiry'))) }}
