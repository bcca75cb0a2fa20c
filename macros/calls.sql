{#- The device behind a channel: 1001 of SIP/1001-0000001a, of Local/1001@from-queue-0000001b;1 and of Agent/1001; a text
    without a slash is a device already. -#}
{% macro channel_device(channel) -%}
{%- set device = "case when position('/' in " ~ channel ~ ") > 0 then substring(" ~ channel ~ ", position('/' in " ~ channel ~ ") + 1) else " ~ channel ~ " end" -%}
nullif(
    case
        when position('@' in {{ channel }}) > 0 then {{ split_part(device, "'@'", 1) }}
        else left({{ device }}, length({{ device }}) - position('-' in reverse({{ device }})))
    end,
    ''
)
{%- endmacro %}

{#- Milliseconds of a stretch that no earlier stretch of the partition has covered: their sum is the length of the union. -#}
{% macro newly_covered_ms(start_ms, end_ms, partition_by, order_by) -%}
greatest(
    {{ end_ms }} - greatest(
        {{ start_ms }},
        coalesce(
            max({{ end_ms }}) over (
                partition by {{ partition_by }} order by {{ order_by }} rows between unbounded preceding and 1 preceding
            ),
            {{ start_ms }}
        )
    ),
    0
)
{%- endmacro %}
