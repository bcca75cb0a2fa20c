-- grain: one product that the credited agent had recommended to the buyer before the order.
-- In the credited chat itself, or to the same customer on a day of the enquiry window.
{{ recommended_skus(ref('fct_order_credit')) }}
