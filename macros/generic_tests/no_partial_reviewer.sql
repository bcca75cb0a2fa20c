{#- Warns of scores that an agent got from himself or from his direct superior. -#}
{% test no_partial_reviewer(model) %}
select
    platform,
    shop_id,
    agent_id,
    scored_date
from {{ model }}
where is_reviewer_partial
{% endtest %}
