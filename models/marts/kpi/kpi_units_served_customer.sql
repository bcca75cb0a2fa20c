-- grain: one served customer (customer, agent, day; or customer, shop, day) evaluated for one KPI under the shop's own set.
{%- set active_until = add_days('units.business_date', 'rules.retention_days') %}
{%- set again_until = add_days('units.business_date', 'rules.repurchase_days') %}
{%- set is_active_again = 'coalesce(units.next_active_date <= ' ~ active_until ~ ', false)' %}
{%- set is_same_product_again = 'coalesce(units.same_product_again_date <= ' ~ again_until ~ ', false)' %}
{%- set is_any_again = 'coalesce(units.again_date <= ' ~ again_until ~ ', false)' %}
{{ evaluate_units(
    unit_type='served_customer',
    fact=ref('fct_customer_service'),
    unit_key='service_key',
    date_column='business_date',
    person='customer_key',
    reasons=[
        ('*', 'not units.is_customer_known', 'customer_unknown'),
        (
            'repurchase',
            "rules.repurchase_scope = 'same_product' and not " ~ is_same_product_again
            ~ ' and coalesce(units.unknown_product_again_date <= ' ~ again_until ~ ', false)',
            'bought_product_unknown',
        ),
    ],
    measures={
        'one': '1',
        'active_again': 'case when ' ~ is_active_again ~ ' then 1 else 0 end',
        'gone': 'case when ' ~ is_active_again ~ ' then 0 else 1 end',
        'bought_again': 'case when ' ~ is_any_again ~ ' then 1 else 0 end',
        'bought_again_in_scope': "case when case when rules.repurchase_scope = 'any' then " ~ is_any_again ~ ' else ' ~ is_same_product_again
        ~ ' end then 1 else 0 end',
    },
    has_shop_rows=false
) }}
