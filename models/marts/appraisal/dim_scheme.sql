-- grain: one version of one appraisal scheme in a period: how totals are ranked, cut into tiers and paid.
-- depends_on: {{ ref('int_appraisal__scheme_problems') }}
select
    scheme_id,
    cast(scheme_version as integer) as scheme_version,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to,
    name_en,
    name_zh,
    cast(is_default as boolean) as is_default,
    cast(weight_total as decimal(28, 8)) as weight_total,
    cast(max_kpis as integer) as max_kpis,
    cast(confidence_z as decimal(28, 8)) as confidence_z,
    score_period,
    ranked_within,
    nullif(tie_break_kpi_id, '-') as tie_break_kpi_id,
    tie_rule,
    nullif(tier_basis, '-') as tier_basis,
    nullif(tier_table, '-') as tier_table,
    month_version,
    settlement_rule,
    settlement_year,
    part_month_rule,
    cast(probation_months as integer) as probation_months,
    cast(probation_amount as decimal(28, 8)) as probation_amount,
    source
from {{ ref('appraisal_schemes') }}
