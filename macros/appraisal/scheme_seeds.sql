{#- The seeds that make up a scheme: their columns in order, and which of them name a row. -#}
{% macro scheme_seeds() %}
{{ return({
  'appraisal_schemes': {
    'key': ['scheme_id', 'scheme_version'],
    'columns': [
      'scheme_id', 'scheme_version', 'valid_from', 'valid_to', 'name_en', 'name_zh', 'is_default', 'weight_total', 'max_kpis',
      'confidence_z', 'score_period', 'ranked_within', 'tie_break_kpi_id', 'tie_rule', 'tier_basis', 'tier_table', 'month_version',
      'settlement_rule', 'settlement_year', 'part_month_rule', 'probation_months', 'probation_amount', 'source'
    ]
  },
  'appraisal_scorecard': {
    'key': ['scheme_id', 'scheme_version', 'kpi_id'],
    'columns': [
      'scheme_id', 'scheme_version', 'kpi_id', 'definition_set', 'segment', 'person_basis', 'weight', 'direction', 'reference',
      'reference_fallback', 'minimum_group', 'baseline_value', 'strategy', 'rule_id', 'minimum_count', 'when_missing'
    ]
  },
  'appraisal_bands': {
    'key': ['scheme_id', 'scheme_version', 'band_table', 'band_no'],
    'columns': [
      'scheme_id', 'scheme_version', 'band_table', 'band_no', 'lower_value', 'upper_value', 'bounds', 'result', 'label_en', 'label_zh'
    ]
  },
  'appraisal_linear_rules': {
    'key': ['scheme_id', 'scheme_version', 'rule_id'],
    'columns': [
      'scheme_id', 'scheme_version', 'rule_id', 'from_measure', 'from_result', 'slope', 'floor_result', 'cap_result', 'rounding_step'
    ]
  },
  'appraisal_shortfall_rules': {
    'key': ['scheme_id', 'scheme_version', 'rule_id'],
    'columns': [
      'scheme_id', 'scheme_version', 'rule_id', 'small_sample_count', 'start_points', 'points_per_percent', 'percent_step',
      'points_per_failed_unit', 'floor_points'
    ]
  },
  'appraisal_gates': {
    'key': ['scheme_id', 'scheme_version', 'gate_id'],
    'columns': [
      'scheme_id', 'scheme_version', 'gate_id', 'kpi_id', 'definition_set', 'person_basis', 'measure', 'comparison', 'limit_value',
      'effect', 'name_en', 'name_zh'
    ]
  },
  'appraisal_pay_items': {
    'key': ['scheme_id', 'scheme_version', 'item_id', 'grade_id'],
    'columns': [
      'scheme_id', 'scheme_version', 'item_id', 'name_en', 'name_zh', 'item_kind', 'grade_id', 'measure', 'kpi_id', 'definition_set',
      'person_basis', 'strategy', 'rule_id', 'counts_as', 'in_probation', 'part_month', 'minimum_count'
    ]
  },
  'appraisal_grades': {
    'key': ['scheme_id', 'scheme_version', 'grade_id', 'reading'],
    'columns': [
      'scheme_id', 'scheme_version', 'grade_id', 'grade_no', 'name_en', 'name_zh', 'reading', 'is_in_force', 'tenure_months',
      'tenure_clock', 'clock_grade_id', 'flag_en', 'flag_zh'
    ]
  },
  'appraisal_guarantees': {
    'key': ['scheme_id', 'scheme_version', 'service_year'],
    'columns': ['scheme_id', 'scheme_version', 'service_year', 'monthly_amount']
  },
}) }}
{% endmacro %}
