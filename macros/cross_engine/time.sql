{#- Instants are wall-clock timestamps of the shop; differences are taken in milliseconds, never by counting boundaries. -#}
{% macro epoch_ms(column) %}{{ return(adapter.dispatch('epoch_ms', 'kefu')(column)) }}{% endmacro %}
{% macro duckdb__epoch_ms(column) %}epoch_ms({{ column }}){% endmacro %}
{#- The session's zone is UTC: a wall clock is taken as it stands. -#}
{% macro spark__epoch_ms(column) %}unix_millis(cast({{ column }} as timestamp_ltz)){% endmacro %}

{% macro minus_minutes(column, minutes) %}{{ return(adapter.dispatch('minus_minutes', 'kefu')(column, minutes)) }}{% endmacro %}
{% macro duckdb__minus_minutes(column, minutes) %}{{ column }} - to_minutes({{ minutes }}){% endmacro %}
{% macro spark__minus_minutes(column, minutes) %}{{ column }} - make_dt_interval(0, 0, cast({{ minutes }} as integer), 0){% endmacro %}

{#- The minutes may be a text with decimals. -#}
{% macro plus_minutes(column, minutes) %}{{ return(adapter.dispatch('plus_minutes', 'kefu')(column, minutes)) }}{% endmacro %}
{% macro duckdb__plus_minutes(column, minutes) -%}
({{ column }} + to_milliseconds(cast(cast({{ minutes }} as decimal(18, 3)) * 60000 as bigint)))
{%- endmacro %}
{% macro spark__plus_minutes(column, minutes) -%}
({{ column }} + make_dt_interval(0, 0, 0, cast(cast({{ minutes }} as decimal(18, 3)) * 60 as decimal(18, 6))))
{%- endmacro %}

{% macro add_days(date_column, days) %}{{ return(adapter.dispatch('add_days', 'kefu')(date_column, days)) }}{% endmacro %}
{% macro duckdb__add_days(date_column, days) %}cast({{ date_column }} + to_days(cast({{ days }} as integer)) as date){% endmacro %}
{% macro spark__add_days(date_column, days) %}date_add({{ date_column }}, cast({{ days }} as integer)){% endmacro %}

{% macro add_months(date_column, months) %}{{ return(adapter.dispatch('add_months', 'kefu')(date_column, months)) }}{% endmacro %}
{% macro duckdb__add_months(date_column, months) %}cast({{ date_column }} + to_months(cast({{ months }} as integer)) as date){% endmacro %}
{% macro spark__add_months(date_column, months) %}add_months({{ date_column }}, cast({{ months }} as integer)){% endmacro %}

{% macro month_start(date_column) %}cast(date_trunc('month', {{ date_column }}) as date){% endmacro %}

{% macro quarter_start(date_column) %}cast(date_trunc('quarter', {{ date_column }}) as date){% endmacro %}

{#- Milliseconds since midnight of an epoch-ms value (wall clock). -#}
{% macro ms_of_day(ms_column) %}({{ ms_column }} % 86400000){% endmacro %}

{#- Minutes since midnight of a text HH:MM; NULL for anything else. -#}
{% macro clock_minutes(text_column) -%}
(try_cast({{ split_part(text_column, "':'", 1) }} as integer) * 60 + try_cast({{ split_part(text_column, "':'", 2) }} as integer))
{%- endmacro %}

{#- Whether a text is a time of day HH:MM, 24:00 included. -#}
{% macro is_clock(text_column) -%}
(
    length({{ text_column }}) = 5 and {{ clock_minutes(text_column) }} between 0 and 1440
    and try_cast({{ split_part(text_column, "':'", 2) }} as integer) between 0 and 59
)
{%- endmacro %}

{#- The instant of an epoch-ms value. -#}
{% macro timestamp_of_ms(ms_column) %}{{ return(adapter.dispatch('timestamp_of_ms', 'kefu')(ms_column)) }}{% endmacro %}
{% macro duckdb__timestamp_of_ms(ms_column) %}make_timestamp({{ ms_column }} * 1000){% endmacro %}
{% macro spark__timestamp_of_ms(ms_column) %}cast(timestamp_millis({{ ms_column }}) as timestamp){% endmacro %}
