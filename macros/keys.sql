{#- Stable surrogate key of text-like parts; a NULL part is written as a mark so that (a, NULL) and (NULL, a) differ. -#}
{% macro surrogate_key(parts) -%}
md5(concat_ws('|'{% for part in parts %}, coalesce(cast({{ part }} as {{ dbt.type_string() }}), '~'){% endfor %}))
{%- endmacro %}

{#- Opaque identity of a buyer: nothing after staging can be read back to a nick. The secret comes from the environment. -#}
{% macro customer_key(platform, name) -%}
case when {{ name }} is not null then md5(concat_ws('|', '{{ env_var("KEFU_HASH_KEY", "kefu") }}', {{ platform }}, {{ name }})) end
{%- endmacro %}
