{#- Sets of up to 63 things as the bits of one bigint. `&` and bit_or give the same in DuckDB and Spark. -#}
{% macro bit_of(number) %}cast(power(2, {{ number }}) as bigint){% endmacro %}

{% macro has_bit(bits, bit) %}(({{ bits }} & {{ bit }}) <> 0){% endmacro %}

{#- The bits of the first that are not in the second. -#}
{% macro bits_without(bits, others) %}({{ bits }} - ({{ bits }} & {{ others }})){% endmacro %}
