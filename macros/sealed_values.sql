{#- What stands in the landing instead of a person's data once it was forgotten or grew old (scripts/kefu/privacy).

    A name: ~forgot~K or ~hashed~K and what the models read of a name (stars of a mask, the colon of a colleague, or
    ~first~last letters as the platform itself shows them); K is the customer key from then on.
    A text: ~sealed~K~N~D: the key and the length of its wording, and a digest that tells it from other texts. -#}
{% macro is_sealed_name(name) -%}
case when left({{ name }}, 8) in ('~forgot~', '~hashed~') then {{ has_form(name, '~[a-z]{6}~[0-9a-f]{32}[^|]*') }} else false end
{%- endmacro %}

{% macro is_sealed_text(text) -%}
case when left({{ text }}, 8) = '~sealed~' then {{ has_form(text, '~sealed~[0-9a-f-]{32}~[0-9]*~[0-9a-f]+') }} else false end
{%- endmacro %}

{#- What a mask such as j****db is compared with: a name, of a sealed one the letters that stay. -#}
{% macro first_letters(name) -%}
case when {{ is_sealed_name(name) }} then {{ split_part(name, "'~'", 4) }} else {{ name }} end
{%- endmacro %}

{% macro last_letters(name) -%}
case when {{ is_sealed_name(name) }} then {{ split_part(name, "'~'", 5) }} else {{ name }} end
{%- endmacro %}

{#- A text as it is compared: what is left of it (plain_text), or the seal that stands in its place. No plain text begins
    like a seal. -#}
{% macro wording(text) -%}
case when {{ is_sealed_text(text) }} then {{ text }} else {{ plain_text(text) }} end
{%- endmacro %}

{#- The length of a wording. -#}
{% macro content_length(wording) -%}
cast(
        case
            when {{ starts_with(wording, "'~sealed~'") }} then {{ split_part(wording, "'~'", 4) }}
            else cast(length({{ wording }}) as {{ dbt.type_string() }})
        end as bigint
    )
{%- endmacro %}
