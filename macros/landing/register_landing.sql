{#- Registers one view per source of `landing` over its Parquet files; an entity without files becomes a typed empty view.
    Columns and types come from the sources' YAML, so a file of an older generation reads as NULL in newer columns. -#}
{% macro register_landing() %}{{ return(adapter.dispatch('register_landing', 'kefu')()) }}{% endmacro %}

{% macro duckdb__register_landing() %}
  {% if execute and flags.WHICH in ('build', 'run', 'test', 'seed', 'show', 'snapshot') %}
    {% set folder = env_var('KEFU_WAREHOUSE', 'warehouse') ~ '/landing' %}
    {% do run_query('create schema if not exists landing') %}
    {% for node in graph.sources.values() if node.source_name == 'landing' %}
      {% set pattern = (folder ~ '/' ~ node.name ~ '/*.parquet') | replace("'", "''") %}
      {% set found = run_query("select count(*) from glob('" ~ pattern ~ "')").columns[0].values()[0] %}
      {% set body %}
        select {% for column in node.columns.values() %}
          {% if found %}cast({{ column.name }} as {{ column.data_type }}){% else %}cast(null as {{ column.data_type }}){% endif %} as {{ column.name }}{{ ',' if not loop.last }}{% endfor %}
        {% if found %}from read_parquet('{{ pattern }}', union_by_name = true){% else %}where false{% endif %}
      {% endset %}
      {% do run_query('create or replace view landing.' ~ node.name ~ ' as ' ~ body) %}
    {% endfor %}
  {% endif %}
{% endmacro %}
