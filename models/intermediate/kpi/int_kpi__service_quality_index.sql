-- grain: one agent and month: the mean of quality and assessor scores less the complaints, in points, not below 0.
-- (q / nq + a / na) / 2 - p is kept as (q·na + a·nq - 2·p·nq·na) over 2·nq·na, so that it stays exact. Both kinds of
-- scores are needed; each complaint costs the coefficient of its own day.
with scores as (
    select
        platform,
        shop_id,
        agent_id,
        {{ month_start('scored_date') }} as period_start,
        sum(case when reviewer_kind = 'qa' then score else 0 end) as qa_sum,
        sum(case when reviewer_kind = 'qa' then 1 else 0 end) as count_qa,
        sum(case when reviewer_kind = 'assessor' then score else 0 end) as assessor_sum,
        sum(case when reviewer_kind = 'assessor' then 1 else 0 end) as count_assessor,
        sum(case when reviewer_kind = 'unknown' then 1 else 0 end) as count_unknown
    from {{ ref('fct_qa_score') }}
    group by platform, shop_id, agent_id, {{ month_start('scored_date') }}
),

complaints as (
    select
        complaints.platform,
        complaints.shop_id,
        complaints.agent_id,
        {{ month_start('complaints.complained_date') }} as period_start,
        sum(rules.complaint_coefficient) as penalty,
        count(*) as count_complaints
    from {{ ref('fct_complaint') }} as complaints
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            complaints.platform = rules.platform and complaints.shop_id = rules.shop_id
            and complaints.complained_date between rules.valid_from and rules.valid_to
    group by complaints.platform, complaints.shop_id, complaints.agent_id, {{ month_start('complaints.complained_date') }}
),

parts as (
    select
        scores.*,
        coalesce(complaints.count_complaints, 0) as count_complaints,
        cast(
            greatest(
                cast(scores.qa_sum as decimal(18, 4)) * scores.count_assessor + cast(scores.assessor_sum as decimal(18, 4)) * scores.count_qa
                - cast(coalesce(complaints.penalty, 0) as decimal(18, 4)) * 2 * scores.count_qa * scores.count_assessor,
                0
            ) as decimal(28, 8)
        ) as numerator,
        cast(2 * scores.count_qa * scores.count_assessor as decimal(28, 8)) as denominator
    from scores
    left join complaints
        on
            scores.platform = complaints.platform and scores.shop_id = complaints.shop_id
            and scores.agent_id = complaints.agent_id and scores.period_start = complaints.period_start
    where scores.count_qa > 0 and scores.count_assessor > 0
)

select
    sets.definition_set,
    'service_quality_index' as kpi_id,
    parts.platform,
    parts.shop_id,
    parts.agent_id,
    '(all)' as segment,
    parts.period_start,
    'units' as person_basis,
    parts.numerator,
    parts.denominator,
    cast({{ quotient('parts.numerator', 'parts.denominator') }} as decimal(28, 8)) as figure_value,
    cast(parts.count_qa + parts.count_assessor + parts.count_complaints as bigint) as count_units,
    cast(parts.count_unknown as bigint) as count_excluded_units,
    false as is_provisional
from parts
inner join {{ ref('int_kpi__shop_sets') }} as sets
    on parts.platform = sets.platform and parts.shop_id = sets.shop_id and sets.is_own_set
