-- grain: one order of int_reviews__orders credited by the rules alone: does it hold a line beyond what was asked for?
{{ related_sales(ref('int_reviews__credits'), ref('int_reviews__recommended_skus')) }}
