{#- Every row must make the expression true; NULL counts as false. -#}
{% test expression_holds(model, expression) %}
select * from {{ model }}
where not coalesce({{ expression }}, false)
{% endtest %}
