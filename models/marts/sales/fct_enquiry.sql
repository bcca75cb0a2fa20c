-- grain: one enquiry: customer, agent and business day (agent_id '(shop)' = the customer's day with the shop as a whole).
{{ enquiries(ref('int_orders__chat_types'), ref('fct_order'), ref('fct_order_credit')) }}
