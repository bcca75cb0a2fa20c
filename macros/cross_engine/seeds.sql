{#- The adapter's own loader writes an empty cell as the text None and reads quotes and backslashes of a cell as SQL. -#}
{% macro spark__create_csv_table(model, agate_table) %}
  {% set types = model['config'].get('column_types', {}) %}
  {% set sql %}
    create table {{ this.render() }} (
      {%- for name in agate_table.column_names %}
      {{ name }} {{ spark__engine_type(types.get(name, adapter.convert_type(agate_table, loop.index0))) }}{{ ',' if not loop.last }}
      {%- endfor %}
    )
  {% endset %}
  {% call statement('_') %}{{ sql }}{% endcall %}
  {{ return(sql) }}
{% endmacro %}

{% macro spark__load_csv_rows(model, agate_table) %}
  {% set types = model['config'].get('column_types', {}) %}
  {% set statements = [] %}
  {% for rows in agate_table.rows | batch(5000) %}
    {% set sql %}
      insert into {{ this.render() }}
      select
        {%- for name in agate_table.column_names %}
        cast({{ name }} as {{ spark__engine_type(types.get(name, adapter.convert_type(agate_table, loop.index0))) }}){{ ',' if not loop.last }}
        {%- endfor %}
      from values
        {%- for row in rows %}
        ({% for cell in row %}{{ spark__text_literal(cell) }}{{ ', ' if not loop.last }}{% endfor %}){{ ',' if not loop.last }}
        {%- endfor %}
      as cells ({{ agate_table.column_names | join(', ') }})
    {% endset %}
    {% do adapter.add_query(sql, abridge_sql_log=True) %}
    {% do statements.append(sql) %}
  {% endfor %}
  {{ return(statements[0]) }}
{% endmacro %}

{% macro spark__text_literal(cell) -%}
{%- if cell is none -%}cast(null as string){%- else -%}'{{ cell | string | replace('\\', '\\\\') | replace("'", "\\'") }}'{%- endif -%}
{%- endmacro %}
