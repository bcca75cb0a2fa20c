{#- Seeds, sources and contracts name types as `varchar`, `bigint`, `decimal(28, 8)`: where an engine has another name for one, it is
    put here. -#}
{% macro engine_type(type_name) %}{{ return(adapter.dispatch('engine_type', 'kefu')(type_name)) }}{% endmacro %}
{% macro duckdb__engine_type(type_name) %}{{ return(type_name) }}{% endmacro %}
{% macro spark__engine_type(type_name) %}{{ return('string' if type_name == 'varchar' else type_name) }}{% endmacro %}

{#- Contracts are compared with what the engine says of this cast. -#}
{% macro spark__cast(field, type) %}cast({{ field }} as {{ spark__engine_type(type) }}){% endmacro %}
