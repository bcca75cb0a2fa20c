{#- A model that lists offenders must list none. -#}
{% test is_empty(model) %}
select * from {{ model }}
{% endtest %}
