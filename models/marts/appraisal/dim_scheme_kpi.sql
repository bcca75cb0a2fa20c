-- grain: one KPI of the scorecard of one scheme version.
-- depends_on: {{ ref('int_appraisal__scheme_problems') }}
select
    cards.scheme_id,
    cast(cards.scheme_version as integer) as scheme_version,
    cards.kpi_id,
    nullif(cards.definition_set, '-') as definition_set,
    cards.segment,
    nullif(cards.person_basis, '-') as person_basis,
    cast(cards.weight as decimal(28, 8)) as weight,
    coalesce(nullif(cards.direction, '-'), kpis.direction, 'up') as direction,
    cards.reference,
    nullif(cards.reference_fallback, '-') as reference_fallback,
    cast(cards.minimum_group as integer) as minimum_group,
    cast(cards.baseline_value as decimal(28, 8)) as baseline_value,
    cards.strategy,
    cards.rule_id,
    cast(cards.minimum_count as integer) as minimum_count,
    cards.when_missing
from {{ ref('appraisal_scorecard') }} as cards
left join {{ ref('kpi_definitions') }} as kpis on cards.kpi_id = kpis.kpi_id
