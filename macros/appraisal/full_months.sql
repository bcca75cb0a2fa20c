{#- The number of whole months from a date to a day: the greatest n with add_months(date, n) <= day. A date at the end of a longer
    month is completed on the last day of a shorter one. -#}
{% macro full_months(start_date, day) -%}
{%- set months = "(extract(year from " ~ day ~ ") - extract(year from " ~ start_date ~ ")) * 12 + extract(month from " ~ day ~ ") - extract(month from " ~ start_date ~ ")" -%}
cast({{ months }} - case when {{ add_months(start_date, months) }} > {{ day }} then 1 else 0 end as integer)
{%- endmacro %}
