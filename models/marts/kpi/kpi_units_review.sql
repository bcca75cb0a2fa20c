-- grain: one review evaluated for one KPI under the shop's own set. A change counts within the days in which it may be made.
{%- set in_time = 'coalesce(units.revised_after_ms <= cast(rules.bad_review_revision_days as bigint) * 86400000, false)' %}
{{ evaluate_units(
    unit_type='review',
    fact=ref('fct_review'),
    unit_key='review_key',
    date_column='business_date',
    reasons=[
        ('*', 'units.review_level is null', 'review_word_unknown'),
        ('revisable', "units.review_level = 'good'", 'nothing_to_revise'),
        ('*', 'units.revised_after_ms < 0', 'revised_before_review'),
        ('*', 'units.revised_after_ms is null and units.revised_level is not null', 'revision_time_unknown'),
        ('*', in_time ~ ' and units.revised_level is null', 'revised_word_unknown'),
    ],
    measures={
        'one': '1',
        'good': "case when case when " ~ in_time ~ " then units.revised_level else units.review_level end = 'good' then 1 else 0 end",
        'revised': "case when " ~ in_time ~ " and (units.revised_level = 'good' or (units.review_level = 'bad' and units.revised_level = 'neutral'))"
            ~ " then 1 else 0 end",
    }
) }}
