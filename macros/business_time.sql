{#- The one place for business time: the cut-off of the business day and hours of the day. Hours are half-open. -#}

{#- The shop's business day of an instant: the calendar date after moving the day's start to the cut-off. -#}
{% macro business_date(column, cutoff_minutes) %}cast({{ minus_minutes(column, cutoff_minutes) }} as date){% endmacro %}

{#- Whether an epoch-ms instant lies in hours given as milliseconds after midnight, the end excluded. -#}
{% macro is_in_hours(ms_column, start_ms, end_ms) -%}
({{ ms_of_day(ms_column) }} >= {{ start_ms }} and {{ ms_of_day(ms_column) }} < {{ end_ms }})
{%- endmacro %}

{#- First and last millisecond after midnight of a text HH:MM-HH:MM or 'always'. -#}
{% macro hours_start_ms(text_column) -%}
case when {{ text_column }} = 'always' then 0 else {{ clock_minutes(split_part(text_column, "'-'", 1)) }} * 60000 end
{%- endmacro %}
{% macro hours_end_ms(text_column) -%}
case when {{ text_column }} = 'always' then 86400000 else {{ clock_minutes(split_part(text_column, "'-'", 2)) }} * 60000 end
{%- endmacro %}
