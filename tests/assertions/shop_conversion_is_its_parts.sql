-- e c1 + (1 - e) c0 = shop conversion, day by day and exactly: the parts' numerators and denominators add up to its own.
-- And the two ways of splitting orders leave nothing over: enquiry share + silent share = 1.
with figures as (
    select
        platform,
        shop_id,
        definition_set,
        date_day,
        max(case when kpi_id = 'shop_conversion' then numerator end) as buyers,
        max(case when kpi_id = 'shop_conversion' then denominator end) as visitors,
        max(case when kpi_id = 'true_traffic_enquiry_rate' then numerator end) as enquiring,
        max(case when kpi_id = 'shop_enquiry_conversion' then numerator end) as enquiring_buyers,
        max(case when kpi_id = 'shop_enquiry_conversion' then denominator end) as enquiring_visitors,
        max(case when kpi_id = 'shop_silent_conversion' then numerator end) as silent_buyers,
        max(case when kpi_id = 'shop_silent_conversion' then denominator end) as silent_visitors,
        max(case when kpi_id = 'enquiry_order_share' then numerator end) + max(case when kpi_id = 'silent_order_share' then numerator end) as orders,
        max(case when kpi_id = 'enquiry_order_share' then denominator end) as all_orders,
        max(case when kpi_id in ('shop_enquiry_conversion', 'shop_silent_conversion') then excluded_units end) as count_excluded
    from {{ ref('kpi_daily') }}
    where scope = 'shop'
    group by platform, shop_id, definition_set, date_day
)

select *
from figures
where
    (
        count_excluded = 0
        and (
            enquiring_buyers + silent_buyers <> buyers or enquiring_visitors + silent_visitors <> visitors
            or enquiring_visitors <> enquiring
        )
    )
    or orders <> all_orders
