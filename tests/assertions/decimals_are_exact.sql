-- The macros of exact decimals against figures worked out by hand.
with ratios as (
    {% for numerator, denominator, digits, expected in [
      ('1', '3', 2, '0.33'), ('2', '3', 2, '0.67'), ('2', '3', 8, '0.66666667'), ('1', '3', 8, '0.33333333'),
      ('0.005', '1', 2, '0.01'), ('0.00499999', '1', 2, '0.00'), ('-0.005', '1', 2, '-0.01'), ('-1', '3', 8, '-0.33333333'),
      ('1', '-3', 2, '-0.33'), ('-2', '-3', 2, '0.67'), ('57', '95', 8, '0.60000000'), ('-1', '2', 0, '-1'), ('1', '2', 0, '1'),
      ('1', '200', 2, '0.01'), ('0', '7', 2, '0.00'), ('99999999999999999999', '3', 8, '33333333333333333333.00000000'),
      ('9007199254740993', '1', 0, '9007199254740993'), ('1.00000001', '2', 8, '0.50000001'), ('418.25757576', '0.1', 2, '4182.58')
    ] -%}
    select
        '{{ numerator }} / {{ denominator }} to {{ digits }}' as case_,
        cast(
            {{ exact_ratio("cast('" ~ numerator ~ "' as decimal(28, 8))", "cast('" ~ denominator ~ "' as decimal(28, 8))", digits) }}
            as {{ dbt.type_string() }}
        ) as actual,
        '{{ expected }}' as expected
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

zero as (
    select
        '1 / 0' as case_,
        coalesce(cast({{ exact_ratio('1', '0', 2) }} as {{ dbt.type_string() }}), 'null') as actual,
        'null' as expected
),

roundings as (
    {% for value, digits, expected in [
      ('0.005', 2, '0.01'), ('0.00499999', 2, '0.00'), ('-0.005', 2, '-0.01'), ('2.5', 0, '3'), ('-2.5', 0, '-3'), ('1.005', 2, '1.01')
    ] -%}
    select
        '{{ value }} to {{ digits }}' as case_,
        cast({{ round_half_up("cast('" ~ value ~ "' as decimal(28, 8))", digits) }} as {{ dbt.type_string() }}) as actual,
        '{{ expected }}' as expected
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

steps as (
    {% for value, step, expected in [
      ('4182.5757625', '100', '4200.00000000'), ('4150', '100', '4200.00000000'), ('4149.99999999', '100', '4100.00000000'),
      ('4182.5757625', '0', '4182.57576250'), ('-150', '100', '-200.00000000'), ('1.075', '0.05', '1.10000000'), ('7', '0.5', '7.00000000')
    ] -%}
    select
        '{{ value }} by {{ step }}' as case_,
        cast({{ round_to_step("cast('" ~ value ~ "' as decimal(28, 8))", "cast('" ~ step ~ "' as decimal(28, 8))") }} as {{ dbt.type_string() }}) as actual,
        '{{ expected }}' as expected
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

stacked as (
    select * from ratios
    union all
    select * from zero
    union all
    select * from roundings
    union all
    select * from steps
)

select * from stacked
where actual is distinct from expected
