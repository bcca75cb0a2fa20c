-- grain: one unit (session, round, buyer message, enquiry, order, ticket, call …) evaluated for one KPI.
-- The rows behind every figure: counted ones with their numerator and denominator, excluded ones with the reason.
{% for unit in unit_models() -%}
select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    agent_id,
    business_date,
    unit_type,
    unit_key,
    session_key,
    person_key,
    segment,
    exclusion_reason,
    numerator,
    denominator
from {{ ref('kpi_units_' ~ unit) }}
{% if not loop.last %}union all
{% endif %}
{%- endfor %}
