{#- Enquiries evaluated for every KPI that counts them, by a relation in the form of fct_enquiry. -#}
{% macro enquiry_units(enquiries) %}{{ evaluate_units(**enquiry_unit(enquiries)) }}{% endmacro %}
