{{ config(materialized='table') }}
-- grain: one score of one DSR axis (description, service, logistics) evaluated for one KPI under the shop's own set.
-- A table: readers of the published marts cannot read the model that it is made of.
{{ evaluate_units(
    unit_type='dsr_score',
    fact=ref('int_traffic__dsr_scores'),
    unit_key='score_key',
    date_column='business_date',
    segment='axis',
    reasons=[
        ('*', 'units.points not between 1 and 5', 'points_out_of_range'),
        ('*', 'not units.is_published and units.is_axis_published', 'published_score_told'),
    ],
    measures={'one': '1', 'points': 'units.points'},
    has_shop_rows=false
) }}
