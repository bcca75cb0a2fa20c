-- grain: one helper of an order of int_reviews__orders by the rules alone.
{{ order_assists(ref('int_reviews__credits')) }}
