{#- What may be known of a message's text after staging: a key of its wording and its length, never the text itself.
    The last columns of every stg_*__messages model. `wording` is a column that holds wording(), made one step before, so
    that a text is cleaned once for both. -#}
{% macro message_traits(wording) -%}
{{ content_key(wording) }} as content_key,
    {{ content_length(wording) }} as content_length
{%- endmacro %}
