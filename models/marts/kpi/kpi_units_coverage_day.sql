-- grain: one day of a shop's promised hours evaluated for one KPI under the shop's own set.
{{ evaluate_units(
    unit_type='coverage_day',
    fact=ref('fct_coverage_day'),
    unit_key='coverage_key',
    date_column='date_day',
    measures={'covered_h': 'units.covered_ms / 3600000.0', 'promised_h': 'units.promised_ms / 3600000.0'}
) }}
