{#- Whether a figure and a pooled figure are of one KPI, month, scheme version and figure basis, as a condition of a join. -#}
{% macro same_pool(figures, pools) -%}
{{ figures }}.figure_basis = {{ pools }}.figure_basis and {{ figures }}.month_start = {{ pools }}.month_start
and {{ figures }}.scheme_id = {{ pools }}.scheme_id and {{ figures }}.scheme_version = {{ pools }}.scheme_version
and {{ figures }}.requested_kpi_id = {{ pools }}.requested_kpi_id and {{ figures }}.kpi_id = {{ pools }}.kpi_id
and {{ figures }}.definition_set = {{ pools }}.definition_set and {{ figures }}.segment = {{ pools }}.segment
{%- endmacro %}
