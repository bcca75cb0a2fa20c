{#- The nearest known value at or after / at or before the current row of an ordered partition. -#}
{% macro next_known(column, partition_by, order_by) %}{{ return(adapter.dispatch('next_known', 'kefu')(column, partition_by, order_by)) }}{% endmacro %}
{% macro duckdb__next_known(column, partition_by, order_by) -%}
first_value({{ column }} ignore nulls) over (partition by {{ partition_by }} order by {{ order_by }} rows between current row and unbounded following)
{%- endmacro %}
{% macro spark__next_known(column, partition_by, order_by) -%}
first_value({{ column }}) ignore nulls over (partition by {{ partition_by }} order by {{ order_by }} rows between current row and unbounded following)
{%- endmacro %}

{% macro previous_known(column, partition_by, order_by) %}{{ return(adapter.dispatch('previous_known', 'kefu')(column, partition_by, order_by)) }}{% endmacro %}
{% macro duckdb__previous_known(column, partition_by, order_by) -%}
last_value({{ column }} ignore nulls) over (partition by {{ partition_by }} order by {{ order_by }} rows between unbounded preceding and current row)
{%- endmacro %}
{% macro spark__previous_known(column, partition_by, order_by) -%}
last_value({{ column }}) ignore nulls over (partition by {{ partition_by }} order by {{ order_by }} rows between unbounded preceding and current row)
{%- endmacro %}

{#- The nearest known value before the current row of an ordered partition. -#}
{% macro known_before(column, partition_by, order_by) %}{{ return(adapter.dispatch('known_before', 'kefu')(column, partition_by, order_by)) }}{% endmacro %}
{% macro duckdb__known_before(column, partition_by, order_by) -%}
last_value({{ column }} ignore nulls) over (partition by {{ partition_by }} order by {{ order_by }} rows between unbounded preceding and 1 preceding)
{%- endmacro %}
{% macro spark__known_before(column, partition_by, order_by) -%}
last_value({{ column }}) ignore nulls over (partition by {{ partition_by }} order by {{ order_by }} rows between unbounded preceding and 1 preceding)
{%- endmacro %}

{#- The last known value of an ordered partition, of the current row and those after it. -#}
{% macro last_known(column, partition_by, order_by) %}{{ return(adapter.dispatch('last_known', 'kefu')(column, partition_by, order_by)) }}{% endmacro %}
{% macro duckdb__last_known(column, partition_by, order_by) -%}
last_value({{ column }} ignore nulls) over (partition by {{ partition_by }} order by {{ order_by }} rows between current row and unbounded following)
{%- endmacro %}
{% macro spark__last_known(column, partition_by, order_by) -%}
last_value({{ column }}) ignore nulls over (partition by {{ partition_by }} order by {{ order_by }} rows between current row and unbounded following)
{%- endmacro %}
