-- grain: one person of one agent's (or the shop's) day and segment: in the numerator and denominator of which figures he stands.
-- A figure that counts persons is one bit (int_kpi__shapes): persons of several days, shops or agents are the union of their bits.
with parts as (
    {%- for unit in counted_units() if unit.person %}
    select *
    from ({{ unit_persons(person=unit.person, **arguments_of(unit)) | indent(4) }}) as {{ unit.unit_type }}_persons
    union all
    {%- endfor %}
    select *
    from ({{ day_total_persons(ref('int_kpi__other_totals')) | indent(4) }}) as other_persons
)

select
    definition_set,
    platform,
    shop_id,
    agent_id,
    segment,
    business_date,
    person_key,
    bit_or(numerator_bits) as numerator_bits,
    bit_or(denominator_bits) as denominator_bits
from parts
group by definition_set, platform, shop_id, agent_id, segment, business_date, person_key
