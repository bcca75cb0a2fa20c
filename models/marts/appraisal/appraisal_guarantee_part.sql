-- grain: one stretch of days of a person's month with the same guaranteed monthly amount: what the month's guarantee is made of.
-- The parts are exact; the month is rounded half up to the cent once.
select
    parts.agent_id,
    parts.month_start,
    parts.first_day,
    parts.last_day,
    parts.days,
    parts.month_days,
    parts.hire_date,
    parts.part_kind,
    parts.service_year,
    parts.scheme_id,
    parts.scheme_version,
    parts.monthly_amount,
    parts.part_month_rule,
    parts.counted_days,
    {{ exact_ratio('parts.monthly_amount * parts.counted_days', 'parts.month_days', 8) }} as part_amount,
    cast(guarantees.guarantee_amount as decimal(18, 2)) as guarantee_amount,
    parts.missing_reason,
    reasons.name_en as missing_en,
    reasons.name_zh as missing_zh
from {{ ref('int_appraisal__guarantee_parts') }} as parts
inner join {{ ref('int_appraisal__guarantees') }} as guarantees
    on parts.agent_id = guarantees.agent_id and parts.month_start = guarantees.month_start
left join {{ ref('ref_pay_reasons') }} as reasons on parts.missing_reason = reasons.reason
