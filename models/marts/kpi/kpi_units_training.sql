-- grain: one agent's session of a course evaluated for one KPI under the shop's own set, for the agent and for the shop.
{{ evaluate_units(
    unit_type='training',
    fact=ref('fct_training'),
    unit_key='training_key',
    date_column='held_date',
    reasons=[('scored_twice', 'units.pre_score is null or units.post_score is null', 'no_pair_of_scores')],
    measures={
        'one': '1',
        'attended': 'case when units.is_attended then 1 else 0 end',
        'uplift': 'units.post_score - units.pre_score',
    }
) }}
