-- grain: one person and month: total score, its interval, rank, ties, percentile and tier, or why there is none.
with lacking as (
    select
        scores.agent_id,
        scores.month_start,
        {{ dbt.listagg("scores.name_en || ': ' || reasons.name_en", "'; '", "order by scores.requested_kpi_id") }} as missing_kpis_en,
        {{ dbt.listagg("scores.name_zh || '：' || reasons.name_zh", "'；'", "order by scores.requested_kpi_id") }} as missing_kpis_zh
    from {{ ref('appraisal_kpi_score') }} as scores
    inner join {{ ref('ref_score_reasons') }} as reasons on scores.missing_reason = reasons.reason
    group by scores.agent_id, scores.month_start
),

told as (
    select
        ranks.*,
        lacking.missing_kpis_en,
        lacking.missing_kpis_zh,
        reasons.name_en as reason_en,
        reasons.name_zh as reason_zh,
        rank_reasons.name_en as rank_reason_en,
        rank_reasons.name_zh as rank_reason_zh
    from {{ ref('int_appraisal__ranks') }} as ranks
    left join lacking on ranks.agent_id = lacking.agent_id and ranks.month_start = lacking.month_start
    left join {{ ref('ref_score_reasons') }} as reasons on ranks.no_total_reason = reasons.reason
    left join {{ ref('ref_score_reasons') }} as rank_reasons on ranks.no_rank_reason = rank_reasons.reason
    where ranks.figure_basis = 'reviewed'
)

select
    agent_id,
    month_start,
    scheme_id,
    scheme_version,
    rank_group,
    score_period,
    count_kpis,
    count_scored,
    month_total,
    count_months,
    total_score,
    total_low,
    total_high,
    score_rank,
    count_ranked,
    is_tied,
    tie_break_value,
    tie_group,
    percentile,
    tier_no,
    tier_en,
    tier_zh,
    points_to_next_tier,
    is_promotion_blocked,
    failed_gates,
    no_total_reason,
    no_rank_reason,
    missing_kpis_en,
    missing_kpis_zh,
    finality,
    {{ total_sentence('en') | indent(4) }} as sentence_en,
    {{ total_sentence('zh') | indent(4) }} as sentence_zh
from told
