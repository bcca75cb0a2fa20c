{#- A one-column relation `day_` of all days between two dates that stand in the relation `bounds` (first_day, last_day). -#}
{% macro days_of(bounds) %}{{ return(adapter.dispatch('days_of', 'kefu')(bounds)) }}{% endmacro %}
{% macro duckdb__days_of(bounds) -%}
select cast(unnest(generate_series({{ bounds }}.first_day, {{ bounds }}.last_day, interval 1 day)) as date) as day_ from {{ bounds }}
{%- endmacro %}
{% macro spark__days_of(bounds) -%}
select explode(sequence({{ bounds }}.first_day, {{ bounds }}.last_day, interval 1 day)) as day_
from {{ bounds }}
where {{ bounds }}.first_day <= {{ bounds }}.last_day
{%- endmacro %}

{#- 1 = Monday … 7 = Sunday. -#}
{% macro iso_weekday(date_column) %}{{ return(adapter.dispatch('iso_weekday', 'kefu')(date_column)) }}{% endmacro %}
{% macro duckdb__iso_weekday(date_column) %}isodow({{ date_column }}){% endmacro %}
{% macro spark__iso_weekday(date_column) %}(weekday({{ date_column }}) + 1){% endmacro %}

{#- The day that the first six digits of a text name (yymmdd, of this century); NULL where they name none. -#}
{% macro date_of_yymmdd(text_column) %}{{ return(adapter.dispatch('date_of_yymmdd', 'kefu')(text_column)) }}{% endmacro %}
{% macro duckdb__date_of_yymmdd(text_column) -%}
cast(
    try_cast('20' || substring({{ text_column }}, 1, 2) || '-' || substring({{ text_column }}, 3, 2) || '-' || substring({{ text_column }}, 5, 2) as date)
    as timestamp
)
{%- endmacro %}
{% macro spark__date_of_yymmdd(text_column) %}{{ return(duckdb__date_of_yymmdd(text_column)) }}{% endmacro %}

{#- The number of days from one date to another, both of them counted. -#}
{% macro days_in(first_day, last_day) %}{{ return(adapter.dispatch('days_in', 'kefu')(first_day, last_day)) }}{% endmacro %}
{% macro duckdb__days_in(first_day, last_day) %}cast({{ last_day }} - {{ first_day }} + 1 as integer){% endmacro %}
{% macro spark__days_in(first_day, last_day) %}(datediff({{ last_day }}, {{ first_day }}) + 1){% endmacro %}

{#- The first of January of a year given as a number. -#}
{% macro first_of_year(year) %}{{ return(adapter.dispatch('first_of_year', 'kefu')(year)) }}{% endmacro %}
{% macro duckdb__first_of_year(year) %}make_date({{ year }}, 1, 1){% endmacro %}
{% macro spark__first_of_year(year) %}make_date(cast({{ year }} as integer), 1, 1){% endmacro %}
