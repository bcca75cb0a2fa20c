{#- Stable surrogate key of text-like parts; a NULL part is written as a mark so that (a, NULL) and (NULL, a) differ. -#}
{% macro surrogate_key(parts) -%}
md5(concat_ws('|'{% for part in parts %}, coalesce(cast({{ part }} as {{ dbt.type_string() }}), '~'){% endfor %}))
{%- endmacro %}

{#- Key of parts of which one is a name or a number of a person: under the secret, as those can be guessed. -#}
{% macro personal_key(parts) -%}
md5(concat_ws('|', {{ hash_key() }}{% for part in parts %}, coalesce(cast({{ part }} as {{ dbt.type_string() }}), '~'){% endfor %}))
{%- endmacro %}

{#- Opaque identity of a buyer: nothing after staging can be read back to a nick without the secret (hash_key). -#}
{% macro customer_key(platform, name) -%}
case
    when {{ is_sealed_name(name) }} then substring({{ name }}, 9, 32)
    when {{ name }} is not null then md5(concat_ws('|', {{ hash_key() }}, {{ platform }}, {{ name }}))
end
{%- endmacro %}

{#- Opaque identity of what a text says: equal wording gives an equal key under the same secret, and nothing can be read back.
    NULL where no letter or digit is left (pictures, emoji, links). `wording` is a column that holds wording(). -#}
{% macro content_key(wording) -%}
case
    when {{ starts_with(wording, "'~sealed~'") }} then nullif(substring({{ wording }}, 9, 32), '--------------------------------')
    else md5({{ hash_key() }} || '|text|' || nullif({{ wording }}, ''))
end
{%- endmacro %}
