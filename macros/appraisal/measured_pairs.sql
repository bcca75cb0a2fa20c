{#- Rows of a relation `measures` with their measure as a quotient of two whole numbers, so that limits are compared without dividing.
    Columns it needs: measure_key, scheme_id, scheme_version, rule_id, direction (up | down), numerator, denominator (NULL = a plain
    number), reference_numerator, reference_denominator (1 and 1 where the figure is compared as it is).
    measure = (numerator / denominator) / (reference_numerator / reference_denominator); rows without a measure are left out.
    It adds figure_top / figure_bottom (the figure, in lowest terms), reference_top / reference_bottom, measure_top / measure_bottom,
    and units_per_bottom (the denominator is figure_bottom times that many hundred-millionths). -#}
{% macro measured_pairs(measures) %}
with wholes_ as (
    select
        measures_.*,
        {{ in_hundred_millionths('measures_.numerator') }} as whole_numerator,
        {{ in_hundred_millionths('coalesce(measures_.denominator, 1)') }} as whole_denominator,
        {{ in_hundred_millionths('measures_.reference_numerator') }} as whole_reference_numerator,
        {{ in_hundred_millionths('measures_.reference_denominator') }} as whole_reference_denominator
    from {{ measures }} as measures_
    where measures_.numerator is not null and coalesce(measures_.denominator, 1) <> 0
        and measures_.reference_numerator <> 0 and measures_.reference_denominator <> 0
),

divisors_ as (
    select
        wholes_.*,
        -- with the sign of the denominator, so that what is left of it is above 0
        {{ greatest_common_divisor('abs(whole_numerator)', 'abs(whole_denominator)') }}
        * case when whole_denominator < 0 then -1 else 1 end as figure_divisor,
        {{ greatest_common_divisor('abs(whole_reference_numerator)', 'abs(whole_reference_denominator)') }}
        * case when whole_reference_numerator < 0 then -1 else 1 end as reference_divisor
    from wholes_
),

pairs_ as (
    select
        divisors_.*,
        {{ whole_quotient('whole_numerator', 'figure_divisor') }} as figure_top,
        {{ whole_quotient('whole_denominator', 'figure_divisor') }} as figure_bottom,
        {{ whole_quotient('whole_reference_numerator', 'reference_divisor') }} as reference_top,
        {{ whole_quotient('whole_reference_denominator', 'reference_divisor') }} as reference_bottom,
        abs(figure_divisor) as units_per_bottom
    from divisors_
),

products_ as (
    select
        pairs_.*,
        figure_top * reference_bottom as product_top,
        figure_bottom * reference_top as product_bottom,
        {{ greatest_common_divisor('abs(figure_top * reference_bottom)', 'abs(figure_bottom * reference_top)') }} as product_divisor
    from pairs_
)

select
    products_.*,
    {{ whole_quotient('product_top', 'product_divisor') }} as measure_top,
    {{ whole_quotient('product_bottom', 'product_divisor') }} as measure_bottom
from products_
{% endmacro %}
