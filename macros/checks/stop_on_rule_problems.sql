{#- Stops the build with the sentences of int_kpi__rule_problems before any figure is computed from bad rules. -#}
{% macro stop_on_rule_problems(problems) %}
  {% if execute %}
    {% set found = run_query('select sentence_en, sentence_zh from ' ~ problems ~ ' order by sentence_en') %}
    {% if found | length %}
      {% set sentences = [] %}
      {% for row in found.rows %}{% do sentences.append(row[0] ~ ' / ' ~ row[1]) %}{% endfor %}
      {{ exceptions.raise_compiler_error('kefu: ' ~ sentences | join('; ')) }}
    {% endif %}
  {% endif %}
{% endmacro %}
