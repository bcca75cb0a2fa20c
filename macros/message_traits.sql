{#- What may be known of a message's text after staging: a key of its wording and its length, never the text itself.
    The last columns of every stg_*__messages model. `only_if` leaves them NULL for other messages and saves the work: only what
    people of the shop write is compared. -#}
{% macro message_traits(content, only_if=none) -%}
{%- set text = content if only_if is none else 'case when ' ~ only_if ~ ' then ' ~ content ~ ' end' -%}
{{ content_key(text) }} as content_key,
    {{ content_length(text) }} as content_length
{%- endmacro %}
