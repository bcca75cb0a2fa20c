{#- DuckDB replaces a table or a view in one statement. dbt's own way (a second relation, two renames, a transaction, a
    drop, a search for leftovers of each) costs more than most models here. The workshop is private and written anew by
    every build, so nothing reads a relation between two statements. -#}
{% materialization table, adapter='duckdb' %}
    {{ return(replace_relation('table')) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {{ return(replace_relation('view')) }}
{% endmaterialization %}

{% macro replace_relation(kind) %}
    {%- set relation = this.incorporate(type=kind) -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing is not none and existing.type != kind %}{% do adapter.drop_relation(existing) %}{% endif -%}
    {#- hooks begin a transaction -#}
    {%- set has_hooks = pre_hooks | length + post_hooks | length > 0 -%}
    {%- if has_hooks %}{{ run_hooks(pre_hooks) }}{% endif -%}
    {%- call statement('main', auto_begin=has_hooks) -%}
        create or replace {{ kind }} {{ relation }} as (
            {{ compiled_code }}
        )
    {%- endcall -%}
    {%- if config.get('contract').enforced %}{% do keep_contract(relation) %}{% endif -%}
    {%- if has_hooks %}{{ run_hooks(post_hooks) }}{% do adapter.commit() %}{% endif -%}
    {{ return({'relations': [relation]}) }}
{% endmacro %}

{#- Compares what was made with what its contract promises. dbt plans the query and the contract once more before it makes
    a relation; here only a breach is told by it. What breaks its promise does not stay. A table has the contract's order. -#}
{% macro keep_contract(relation) %}
    {%- set promised, names, made = [], [], [] -%}
    {%- for column in model['columns'].values() -%}
        {%- do names.append(adapter.quote(column['name']) if column.get('quote') else column['name']) -%}
        {%- do promised.append((column['name'] | lower) ~ ' ' ~ (column['data_type'] | lower)) -%}
    {%- endfor -%}
    {%- for row in adapter.execute('describe ' ~ relation, fetch=True)[1].rows -%}
        {%- do made.append((row[0] | lower) ~ ' ' ~ (row[1] | lower)) -%}
    {%- endfor -%}
    {%- if made | sort != promised | sort -%}
        {%- do adapter.drop_relation(relation) -%}
        {%- do assert_columns_equivalent(compiled_code) -%}
        {%- do exceptions.raise_compiler_error(
            'This model has an enforced contract that failed: its columns are ' ~ made | join(', ') ~ ', not ' ~ promised | join(', ')
        ) -%}
    {%- elif made != promised and relation.is_table -%}
        {%- do adapter.execute('create or replace table ' ~ relation ~ ' as select ' ~ names | join(', ') ~ ' from ' ~ relation) -%}
    {%- endif -%}
{% endmacro %}

{#- A check reads and writes nothing: no transaction is opened for it. Failures are kept in dbt's own way. -#}
{% materialization test, adapter='duckdb' %}
    {%- if should_store_failures() %}{{ return(dbt.materialization_test_default()) }}{% endif -%}
    {%- call statement('main', fetch_result=True, auto_begin=False) -%}
        {{ get_test_sql(sql, config.get('fail_calc'), config.get('warn_if'), config.get('error_if'), config.get('limit')) }}
    {%- endcall -%}
    {{ return({'relations': []}) }}
{% endmaterialization %}
