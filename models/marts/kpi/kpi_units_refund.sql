-- grain: one refund case evaluated for one KPI under the shop's own set.
{{ evaluate_units(
    unit_type='refund',
    fact=ref('fct_refund'),
    unit_key='refund_key',
    date_column='business_date',
    reasons=[
        ('*', "units.refund_status = 'unknown'", 'refund_status_unknown'),
        ('*', "units.refund_status <> 'success'", 'refund_not_successful'),
        ('dispute', 'units.is_dispute_lost is null', 'liability_unknown'),
        ('speed', 'units.finished_at is null', 'finish_unknown'),
        ('speed', 'units.applied_at is null', 'application_unknown'),
        ('speed', 'units.refund_ms < 0', 'finished_before_application'),
    ],
    measures={
        'one': '1',
        'dispute_lost': 'case when units.is_dispute_lost then 1 else 0 end',
        'refund_h': 'units.refund_ms / 3600000',
    }
) }}
