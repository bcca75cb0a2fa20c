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
{#- Joins the span of a business calendar in which an instant lies: one row, whatever the calendar.
    `units` has platform and shop_id, `calendar` is its column with the calendar, `instant_ms` an epoch-ms value. -#}
{% macro join_calendar_span(alias, units, calendar, instant_ms) -%}
left join {{ ref('int_time__calendar_spans') }} as {{ alias }}
    on
        {{ units }}.platform = {{ alias }}.platform and {{ units }}.shop_id = {{ alias }}.shop_id
        and {{ calendar }} = {{ alias }}.calendar_id
        and {{ instant_ms }} - {{ ms_of_day(instant_ms) }} = {{ alias }}.day_start_ms
        and {{ instant_ms }} >= {{ alias }}.from_ms and {{ instant_ms }} < {{ alias }}.until_ms
{%- endmacro %}

{#- Open milliseconds of the calendar from its first day up to an instant, given the span in which the instant lies. -#}
{% macro open_ms(span, instant_ms) -%}
({{ span }}.cumulative_ms + greatest(0, least({{ instant_ms }}, {{ span }}.closes_ms) - {{ span }}.opens_ms))
{%- endmacro %}

{#- Business milliseconds between two instants, each with its span from join_calendar_span. -#}
{% macro business_ms_between(start_span, start_ms, end_span, end_ms) -%}
({{ open_ms(end_span, end_ms) }} - {{ open_ms(start_span, start_ms) }})
{%- endmacro %}

{#- Whether a clock with a limit was kept: true or false once it stopped, false while it runs and is already late, else NULL.
    `spent_ms` is NULL while the clock runs, `running_ms` is what has passed by the end of the data. -#}
{% macro is_clock_kept(spent_ms, running_ms, limit_ms) -%}
case
    when {{ limit_ms }} is null then null
    when {{ spent_ms }} is not null then {{ spent_ms }} <= {{ limit_ms }}
    when {{ running_ms }} > {{ limit_ms }} then false
end
{%- endmacro %}
