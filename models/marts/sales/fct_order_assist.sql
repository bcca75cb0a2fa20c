-- grain: one agent who helped with a paid order without the credit, per credit strategy; before-order help comes first.
{{ order_assists(ref('fct_order_credit')) }}
