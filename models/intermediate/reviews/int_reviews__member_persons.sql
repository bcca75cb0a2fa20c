-- grain: one row of int_kpi__member_persons as if there were no order review, of the KPIs and months that a review touches in any shop.
{{ member_units(ref('int_reviews__day_persons')) }}
