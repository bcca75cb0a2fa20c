-- grain: one credited order: does it hold a line beyond the enquired product, or one that the agent had recommended?
-- Told where the enquired product is known or the agent recommended something; one order is related once, by whichever reading.
{{ related_sales(ref('fct_order_credit'), ref('int_orders__recommended_skus')) }}
