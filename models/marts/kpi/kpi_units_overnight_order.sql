-- grain: one order placed outside the promised hours evaluated for one KPI under the shop's own set, on the morning after.
{%- set is_written_in_time = 'coalesce(units.written_ms < units.opened_ms + rules.dunning_ms, false)' %}
{{ evaluate_units(
    unit_type='overnight_order',
    fact=ref('fct_overnight_order'),
    unit_key='order_key',
    date_column='morning_date',
    person='customer_key',
    reasons=[
        ('*', 'units.is_cod', 'cash_on_delivery'),
        ('*', 'units.is_paid_by_opening', 'paid_by_opening'),
        ('*', 'units.is_closed_by_opening', 'closed_by_opening'),
        ('*', 'not units.is_customer_known', 'customer_unknown'),
        ('*', 'not units.is_chat_told', 'chats_unknown'),
        (
            '*',
            'not ' ~ is_written_in_time ~ ' and coalesce(units.masked_written_ms < units.opened_ms + rules.dunning_ms, false)',
            'contact_unknown',
        ),
    ],
    measures={
        'one': '1',
        'written_in_time': 'case when ' ~ is_written_in_time ~ ' then 1 else 0 end',
    }
) }}
