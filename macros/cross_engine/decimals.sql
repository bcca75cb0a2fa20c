{#- Exact arithmetic on decimals: engines divide decimals as floating-point numbers, and 57/95 must reach a limit of 0.6.
    Values have at most 8 decimals and less than 20 digits before them; a number too great stops the run, it never wraps. -#}

{#- A whole number wide enough for products of two values counted in hundred-millionths. -#}
{% macro type_whole() %}{{ return(adapter.dispatch('type_whole', 'kefu')()) }}{% endmacro %}
{% macro duckdb__type_whole() %}hugeint{% endmacro %}
{% macro spark__type_whole() %}decimal(38, 0){% endmacro %}

{#- A value as a whole number of hundred-millionths. -#}
{% macro in_hundred_millionths(value) -%}
cast(cast({{ value }} as decimal(28, 8)) * 100000000 as {{ type_whole() }})
{%- endmacro %}

{#- The quotient of two whole numbers without its fraction; the divisor is above 0 and the dividend is not below. -#}
{% macro whole_quotient(dividend, divisor) %}{{ return(adapter.dispatch('whole_quotient', 'kefu')(dividend, divisor)) }}{% endmacro %}
{% macro duckdb__whole_quotient(dividend, divisor) %}(({{ dividend }}) // ({{ divisor }})){% endmacro %}
{#- Without the remainder the division is exact; the operator for whole quotients would go through 64 bits. -#}
{% macro spark__whole_quotient(dividend, divisor) -%}
{%- set top, bottom = 'cast(' ~ dividend ~ ' as decimal(38, 0))', 'cast(' ~ divisor ~ ' as decimal(38, 0))' -%}
cast(({{ top }} - {{ top }} % {{ bottom }}) / {{ bottom }} as decimal(38, 0))
{%- endmacro %}

{% macro greatest_common_divisor(left, right) %}{{ return(adapter.dispatch('greatest_common_divisor', 'kefu')(left, right)) }}{% endmacro %}
{% macro duckdb__greatest_common_divisor(left, right) %}gcd({{ left }}, {{ right }}){% endmacro %}
{#- Euclid's steps; as many as numbers of 38 digits can need. -#}
{% macro spark__greatest_common_divisor(left, right) -%}
aggregate(
    sequence(1, 190),
    named_struct('a', cast({{ left }} as decimal(38, 0)), 'b', cast({{ right }} as decimal(38, 0))),
    (pair, step) -> case
        when pair.b = 0 then pair
        else named_struct('a', pair.b, 'b', cast(pair.a % pair.b as decimal(38, 0)))
    end
).a
{%- endmacro %}

{#- The quotient of two whole numbers as a decimal, rounded half away from zero to `digits` decimals; NULL for a zero divisor. -#}
{% macro ratio_of_wholes(dividend, divisor, digits) -%}
cast(
    case
        when ({{ divisor }}) <> 0
            then
                -- the sign before the decimal places: no product may need more than 38 digits
                cast(
                    case when (({{ dividend }}) < 0) = (({{ divisor }}) < 0) then 1 else -1 end
                    * {{ whole_quotient(
                        'abs(' ~ dividend ~ ') * ' ~ (2 * 10 ** digits) ~ ' + abs(' ~ divisor ~ ')',
                        '2 * abs(' ~ divisor ~ ')'
                    ) }} as decimal(28, 0)
                )
                * cast('{{ '1' if digits == 0 else '0.' ~ '0' * (digits - 1) ~ '1' }}' as decimal(9, {{ digits }}))
    end as decimal(28, {{ digits }})
)
{%- endmacro %}

{#- numerator / denominator as a floating-point number, for figures that decide no money: an engine that gives a decimal of few
    places would round twice. -#}
{% macro quotient(numerator, denominator) %}{{ return(adapter.dispatch('quotient', 'kefu')(numerator, denominator)) }}{% endmacro %}
{% macro duckdb__quotient(numerator, denominator) %}{{ numerator }} / {{ denominator }}{% endmacro %}
{% macro spark__quotient(numerator, denominator) %}cast({{ numerator }} as double) / cast({{ denominator }} as double){% endmacro %}

{#- numerator / denominator rounded half away from zero to `digits` (0 to 8) decimals; NULL for a zero denominator. -#}
{% macro exact_ratio(numerator, denominator, digits) -%}
{{ ratio_of_wholes(in_hundred_millionths(numerator), in_hundred_millionths(denominator), digits) }}
{%- endmacro %}

{#- A decimal rounded half away from zero to `digits` decimals, once: never round what is rounded already. -#}
{% macro round_half_up(value, digits) %}{{ return(adapter.dispatch('round_half_up', 'kefu')(value, digits)) }}{% endmacro %}
{% macro duckdb__round_half_up(value, digits) %}cast({{ value }} as decimal(28, {{ digits }})){% endmacro %}
{% macro spark__round_half_up(value, digits) %}cast({{ value }} as decimal(28, {{ digits }})){% endmacro %}

{#- A whole number of steps as a decimal. -#}
{% macro steps_of_whole(count, step) -%}
(
    cast(cast({{ count }} as {{ type_whole() }}) * {{ in_hundred_millionths(step) }} as decimal(28, 0))
    * cast('0.00000001' as decimal(9, 8))
)
{%- endmacro %}

{#- The multiple of `step` that is nearest to a value, half away from zero; step 0 leaves the value as it is. -#}
{% macro round_to_step(value, step) -%}
cast(
    case
        when {{ step }} = 0 then cast({{ value }} as decimal(28, 8))
        else {{ steps_of_whole(exact_ratio(value, step, 0), step) }}
    end as decimal(28, 8)
)
{%- endmacro %}
