-- grain: one gate of the scheme for one person and month: what was measured, the limit, and what follows.
with told as (
    select
        results.*,
        gates.name_en,
        gates.name_zh,
        kpis.unit,
        reasons.name_en as reason_en,
        reasons.name_zh as reason_zh
    from {{ ref('int_appraisal__gate_results') }} as results
    inner join {{ ref('dim_scheme_gate') }} as gates
        on
            results.scheme_id = gates.scheme_id and results.scheme_version = gates.scheme_version
            and results.gate_id = gates.gate_id
    left join {{ ref('dim_kpi') }} as kpis on results.kpi_id = kpis.kpi_id
    left join {{ ref('ref_score_reasons') }} as reasons on results.missing_reason = reasons.reason
    where results.figure_basis = 'reviewed'
)

select
    agent_id,
    month_start,
    scheme_id,
    scheme_version,
    rank_group,
    gate_id,
    name_en,
    name_zh,
    requested_kpi_id,
    kpi_id,
    definition_set,
    person_basis,
    platform,
    shop_id,
    numerator,
    denominator,
    value,
    count_units,
    days_with_units,
    measure,
    measure_value,
    reference_numerator,
    reference_denominator,
    count_group,
    comparison,
    limit_value,
    is_passed,
    effect,
    missing_reason,
    missing_en,
    missing_zh,
    finality,
    {{ gate_sentence('en') | indent(4) }} as sentence_en,
    {{ gate_sentence('zh') | indent(4) }} as sentence_zh
from told
