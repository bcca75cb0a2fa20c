-- grain: one enquiry (customer, agent, day; or customer, shop, day) evaluated for one KPI under the shop's own set.
{{ enquiry_units(ref('fct_enquiry')) }}
