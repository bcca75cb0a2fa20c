-- grain: one product that the agent with the credit by the rules alone had recommended before the order.
{{ recommended_skus(ref('int_reviews__credits')) }}
