{#- The secret of the session, by name: its value stands in no SQL (scripts/kefu/dbt_plugin.py sets it). A session
    without it gets an error, as a missing key would turn every hash into that of an empty secret. -#}
{% macro hash_key() %}{{ return(adapter.dispatch('hash_key', 'kefu')()) }}{% endmacro %}
{% macro duckdb__hash_key() -%}
coalesce(getvariable('kefu_hash_key'), error('the session has no kefu_hash_key: run this with python run.py dbt'))
{%- endmacro %}
{#- Read from a file that the owner alone can read (macros/landing/register_landing.sql): no literal, so that plans hold none either. -#}
{% macro spark__hash_key() %}(select kefu_hash_key from private.hash_key){% endmacro %}
