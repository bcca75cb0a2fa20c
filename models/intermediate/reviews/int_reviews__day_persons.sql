-- grain: one row of int_kpi__day_persons as if there were no order review, of the KPIs and months that a review touches in any shop.
-- The figures in which a customer of int_reviews__orders stands by his own units are exchanged, the others kept.
with touched as (
    select distinct
        touched.kpi_id,
        touched.month_start,
        shapes.person_bit
    from {{ ref('int_reviews__touched') }} as touched
    inner join {{ ref('int_kpi__shapes') }} as shapes on touched.kpi_id = shapes.kpi_id and shapes.person_bit is not null
),

months as (
    select
        month_start,
        bit_or(person_bit) as touched_bits
    from touched
    group by month_start
),

persons as (
    select
        persons.*,
        months.touched_bits
    from {{ ref('int_kpi__day_persons') }} as persons
    inner join months on {{ month_start('persons.business_date') }} = months.month_start
),

exchanged as (
    select
        units.definition_set,
        units.platform,
        units.shop_id,
        units.agent_id,
        units.segment,
        units.business_date,
        units.person_key,
        bit_or(touched.person_bit) as exchanged_bits,
        bit_or(case when units.figure_basis = 'exported' and units.numerator_max > 0 then touched.person_bit else 0 end) as numerator_bits,
        bit_or(case when units.figure_basis = 'exported' and units.denominator_max > 0 then touched.person_bit else 0 end) as denominator_bits
    from {{ ref('int_reviews__unit_totals') }} as units
    inner join touched on units.kpi_id = touched.kpi_id and units.month_start = touched.month_start
    where units.person_key is not null
    group by
        units.definition_set, units.platform, units.shop_id, units.agent_id, units.segment, units.business_date, units.person_key
),

replaced as (
    select
        coalesce(persons.definition_set, exchanged.definition_set) as definition_set,
        coalesce(persons.platform, exchanged.platform) as platform,
        coalesce(persons.shop_id, exchanged.shop_id) as shop_id,
        coalesce(persons.agent_id, exchanged.agent_id) as agent_id,
        coalesce(persons.segment, exchanged.segment) as segment,
        coalesce(persons.business_date, exchanged.business_date) as business_date,
        coalesce(persons.person_key, exchanged.person_key) as person_key,
        coalesce({{ bits_without('(persons.numerator_bits & persons.touched_bits)', 'coalesce(exchanged.exchanged_bits, 0)') }}, 0)
        + coalesce(exchanged.numerator_bits, 0) as numerator_bits,
        coalesce({{ bits_without('(persons.denominator_bits & persons.touched_bits)', 'coalesce(exchanged.exchanged_bits, 0)') }}, 0)
        + coalesce(exchanged.denominator_bits, 0) as denominator_bits
    from persons
    full outer join exchanged
        on
            persons.definition_set = exchanged.definition_set and persons.platform = exchanged.platform
            and persons.shop_id = exchanged.shop_id and persons.agent_id = exchanged.agent_id and persons.segment = exchanged.segment
            and persons.business_date = exchanged.business_date and persons.person_key = exchanged.person_key
)

select *
from replaced
where numerator_bits <> 0 or denominator_bits <> 0
