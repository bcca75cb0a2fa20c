-- grain: one order evaluated for one KPI under the shop's own set, for the agent with the credit and for the shop.
-- Sales stand on the payment day (cash on delivery: the order day), order-to-payment on the order day.
{{ order_units(ref('fct_order'), ref('fct_order_credit'), ref('fct_related_sale')) }}
