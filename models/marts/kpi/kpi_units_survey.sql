-- grain: one survey answer evaluated for one KPI under the shop's own set, on its day.
{{ evaluate_units(
    unit_type='survey',
    fact=ref('fct_survey'),
    unit_key='survey_key',
    date_column='answered_date',
    person='customer_key',
    session='session_key',
    reasons=[
        ('csat', "units.survey_kind <> 'csat'", 'other_survey'),
        ('nps', "units.survey_kind <> 'nps'", 'other_survey'),
        ('*', "units.survey_exclusion_reason = 'unknown_survey_kind'", 'unknown_survey_kind'),
        ('*', "units.survey_exclusion_reason = 'score_outside_scale'", 'score_outside_scale'),
        ('*', 'units.survey_exclusion_reason is not null', 'scale_is_not_0_to_10')
    ],
    measures={
        'one': '1',
        'satisfied': 'case when units.score >= rules.csat_satisfied_from * units.scale_max then 1 else 0 end',
        'five_point_score': 'units.score * 5 / units.scale_max',
        'nps_points': 'case when units.score >= 9 then 100 when units.score <= 6 then -100 else 0 end'
    }
) }}
