-- grain: one score of a reviewer evaluated for one KPI under the shop's own set, for the agent and for the shop.
{{ evaluate_units(
    unit_type='qa_score',
    fact=ref('fct_qa_score'),
    unit_key='score_key',
    date_column='scored_date',
    segment='reviewer_kind',
    reasons=[('*', "units.reviewer_kind = 'unknown'", 'unknown_reviewer_kind')],
    measures={'one': '1', 'score': 'units.score'}
) }}
