{#- Rights are given where the engine has the roles that dbt_project.yml names (`has_roles`): elsewhere a grant would stop
    the build. The statements themselves are dbt's and the adapter's own. -#}
{% macro default__apply_grants(relation, grant_config, should_revoke=True) %}
    {%- if var('has_roles') %}{% do dbt.default__apply_grants(relation, grant_config, should_revoke) %}{% endif %}
{% endmacro %}

{#- DuckDB knows no roles: who may read is decided by the modes of its files and by extracts. -#}
{% macro duckdb__apply_grants(relation, grant_config, should_revoke=True) %}{% endmacro %}
