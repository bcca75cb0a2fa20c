{{ config(materialized='table') }}
-- grain: one target of a person or the shop, a KPI and a month or quarter evaluated for one KPI under the shop's own set, on the month's first day.
-- A table: readers of the published marts cannot read the model that it is made of.
{{ evaluate_units(
    unit_type='target',
    fact=ref('int_core__targets'),
    unit_key='target_key',
    date_column='month_start',
    reasons=[
        ('*', 'units.kpi_id <> members.population', 'other_kpi'),
        ('*', "units.target_period <> 'month'", 'other_period'),
    ],
    measures={'target_value': 'units.target_value'},
    has_shop_rows=false
) }}
