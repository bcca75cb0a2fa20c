{#- Models of monthly figures that are made of other figures and are no quotient of sums over units, with the KPIs they give. -#}
{% macro derived_models() %}
{{ return({
  'int_kpi__invite_selectivity': ['invite_selectivity'],
  'int_kpi__unit_price_mix_adjusted': ['unit_price_mix_adjusted'],
  'int_kpi__service_costs': ['service_cost_per_contact', 'service_roi'],
  'int_kpi__conversion_floor': ['conversion_floor_flag'],
  'int_kpi__improvement': ['kpi_improvement_vs_target'],
  'int_kpi__service_quality_index': ['service_quality_index'],
  'int_kpi__training_index': ['training_index'],
}) }}
{% endmacro %}

{% macro derived_kpis() %}{{ return(derived_models().values() | sum(start=[])) }}{% endmacro %}
