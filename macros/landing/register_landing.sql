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

{#- Tables over the folders: their columns are declared, so that one without files is empty and an old file reads as NULL in new
    columns. Folders have no partitions, so nothing need be repaired. The hash key is a file that the run makes for itself. -#}
{% macro spark__register_landing() %}
  {% if execute and flags.WHICH in ('build', 'run', 'test', 'seed', 'show', 'snapshot') %}
    {% set folder = env_var('KEFU_WAREHOUSE', 'warehouse') %}
    {% do run_query('create schema if not exists landing') %}
    {% for node in graph.sources.values() if node.source_name == 'landing' %}
      {% set columns = [] %}
      {% for column in node.columns.values() %}{% do columns.append(column.name ~ ' ' ~ engine_type(column.data_type)) %}{% endfor %}
      {% do run_query('drop table if exists landing.' ~ node.name) %}
      {% do run_query(
        'create table landing.' ~ node.name ~ ' (' ~ columns | join(', ') ~ ') using parquet location '
        ~ spark__text_literal(folder ~ '/landing/' ~ node.name)
      ) %}
    {% endfor %}
    {% do run_query('create schema if not exists private') %}
    {% do run_query('drop table if exists private.hash_key') %}
    {% do run_query(
      'create table private.hash_key (kefu_hash_key string) using text location '
      ~ spark__text_literal(env_var('KEFU_SPARK_KEY', folder ~ '/private/session'))
    ) %}
  {% endif %}
{% endmacro %}
