-- grain: one person and month, per figure basis: total, rank, percentile and tier, or why there is none.
-- Whom a gate blocks from promotion gets the last tier of the table, whatever the total.
with placed as (
    select
        totals.*,
        {{ surrogate_key(['totals.agent_id', 'totals.month_start', 'totals.figure_basis']) }} as measure_key,
        rankings.score_rank,
        rankings.count_ranked,
        rankings.tie_break_value,
        rankings.is_tied,
        rankings.tie_group,
        schemes.tier_basis,
        schemes.tier_table
    from {{ ref('int_appraisal__totals') }} as totals
    inner join {{ ref('dim_scheme') }} as schemes
        on totals.scheme_id = schemes.scheme_id and totals.scheme_version = schemes.scheme_version
    left join {{ ref('int_appraisal__rankings') }} as rankings
        on
            totals.agent_id = rankings.agent_id and totals.month_start = rankings.month_start
            and totals.figure_basis = rankings.figure_basis
),

measures as (
    select
        measure_key,
        scheme_id,
        scheme_version,
        tier_table as rule_id,
        case when tier_basis = 'percentile' then 'down' else 'up' end as direction,
        case when tier_basis = 'percentile' then cast(score_rank - 1 as decimal(28, 8)) else total_score end as numerator,
        case when tier_basis = 'percentile' then cast(count_ranked as decimal(28, 8)) end as denominator,
        1 as reference_numerator,
        1 as reference_denominator
    from placed
    where tier_table is not null
),

tiers as (
    {{ apply_bands('measures') | indent(4) }}
),

last_tiers as (
    select
        scheme_id,
        scheme_version,
        band_table,
        result,
        label_en,
        label_zh,
        row_number() over (partition by scheme_id, scheme_version, band_table order by result desc, band_no asc) as tier_order
    from {{ ref('dim_scheme_band') }}
    where result is not null
),

tiered as (
    select
        placed.*,
        tiers.band_result as tier_by_score,
        tiers.next_band_from,
        tiers.distance_to_next,
        case when placed.is_promotion_blocked and tiers.band_result is not null then last_tiers.result else tiers.band_result end as tier_no,
        case when placed.is_promotion_blocked and tiers.band_result is not null then last_tiers.label_en else tiers.label_en end as tier_en,
        case when placed.is_promotion_blocked and tiers.band_result is not null then last_tiers.label_zh else tiers.label_zh end as tier_zh
    from placed
    left join tiers on placed.measure_key = tiers.measure_key
    left join last_tiers
        on
            placed.scheme_id = last_tiers.scheme_id and placed.scheme_version = last_tiers.scheme_version
            and placed.tier_table = last_tiers.band_table and last_tiers.tier_order = 1
)

select
    agent_id,
    month_start,
    figure_basis,
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
    no_total_reason,
    missing_kpis,
    score_rank,
    count_ranked,
    case
        when no_total_reason is not null then 'no_total'
        when is_not_ranked then 'gate'
    end as no_rank_reason,
    is_tied,
    tie_break_value,
    tie_group,
    {{ exact_ratio('score_rank - 1', 'count_ranked', 8) }} as percentile,
    cast(tier_no as integer) as tier_no,
    cast(tier_by_score as integer) as tier_by_score,
    tier_en,
    tier_zh,
    cast(
        case
            when tier_basis = 'total' then distance_to_next
            -- what is missing to the last total of the better tiers
            when tier_basis = 'percentile' and tier_by_score is not null
                then
                    min(case when score_rank is not null then total_score end) over (
                        partition by figure_basis, scheme_id, scheme_version, rank_group, month_start
                        order by tier_by_score asc range between unbounded preceding and 1 preceding
                    ) - total_score
        end as decimal(28, 8)
    ) as points_to_next_tier,
    is_promotion_blocked,
    failed_gates,
    finality
from tiered
