-- grain: one KPI of the scorecard of one person and month, per figure basis: the figure, its Wilson interval and how the scheme scores it.
with target_kpis as (
    select distinct kpi_id
    from {{ ref('kpi_members') }}
    where unit_type = 'target'
),

joined as (
    select
        months.agent_id,
        months.month_start,
        figures.figure_basis,
        months.scheme_id,
        months.scheme_version,
        months.rank_group,
        months.figure_platform,
        months.figure_shop_id,
        scorecard.kpi_id as requested_kpi_id,
        figures.kpi_id,
        scorecard.definition_set,
        scorecard.segment,
        scorecard.person_basis,
        scorecard.weight,
        schemes.weight_total,
        schemes.confidence_z,
        schemes.tie_rule,
        coalesce(scorecard.direction, definitions.direction) as direction,
        definitions.unit,
        scorecard.reference as reference_kind,
        scorecard.reference_fallback,
        scorecard.minimum_group,
        scorecard.baseline_value,
        scorecard.strategy,
        scorecard.rule_id,
        scorecard.minimum_count,
        scorecard.when_missing,
        figures.platform,
        figures.shop_id,
        figures.numerator,
        figures.denominator,
        figures.value,
        figures.count_units,
        figures.excluded_units,
        figures.finality,
        figures.missing_en,
        figures.missing_zh,
        case
            when figures.missing_reason is not null then figures.missing_reason
            when coalesce(figures.denominator, figures.count_units) < scorecard.minimum_count then 'too_few_units'
        end as missing_reason,
        -- a share of units: each unit counts at most once, and fails or does not
        coalesce(
            definitions.unit = 'ratio' and target_kpis.kpi_id is null
            and figures.denominator > 0 and figures.numerator between 0 and figures.denominator
            and figures.denominator <= figures.count_units
            and figures.numerator = floor(figures.numerator) and figures.denominator = floor(figures.denominator),
            false
        ) as is_share_of_units
    from {{ ref('int_appraisal__agent_months') }} as months
    inner join {{ ref('dim_scheme') }} as schemes
        on months.scheme_id = schemes.scheme_id and months.scheme_version = schemes.scheme_version
    inner join {{ ref('dim_scheme_kpi') }} as scorecard
        on months.scheme_id = scorecard.scheme_id and months.scheme_version = scorecard.scheme_version
    inner join {{ ref('int_appraisal__figures') }} as figures
        on
            months.agent_id = figures.agent_id and months.month_start = figures.month_start
            and scorecard.kpi_id = figures.requested_kpi_id and scorecard.definition_set = figures.definition_set
            and scorecard.segment = figures.segment and scorecard.person_basis = figures.person_basis
    left join {{ ref('kpi_definitions') }} as definitions on figures.kpi_id = definitions.kpi_id
    left join target_kpis on figures.kpi_id = target_kpis.kpi_id
),

-- the only doubles of the appraisal: they decide no points and no money
spread as (
    select
        joined.*,
        cast(joined.numerator as double) / cast(joined.denominator as double) as share,
        cast(joined.denominator as double) as trials,
        cast(joined.confidence_z as double) as z
    from joined
),

bounded as (
    select
        *,
        (share + z * z / (2 * trials)) / (1 + z * z / trials) as centre,
        z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / (1 + z * z / trials) as half_width
    from spread
    where is_share_of_units
)

select
    {{ surrogate_key([
        'joined.agent_id', 'joined.month_start', 'joined.figure_basis', 'joined.requested_kpi_id', 'joined.definition_set', 'joined.segment'
    ]) }} as measure_key,
    joined.*,
    cast(case when bounded.share = 0 then 0 else round(bounded.centre - bounded.half_width, 6) end as decimal(28, 8)) as wilson_low,
    cast(case when bounded.share = 1 then 1 else round(bounded.centre + bounded.half_width, 6) end as decimal(28, 8)) as wilson_high
from joined
left join bounded
    on
        joined.agent_id = bounded.agent_id and joined.month_start = bounded.month_start and joined.figure_basis = bounded.figure_basis
        and joined.requested_kpi_id = bounded.requested_kpi_id and joined.definition_set = bounded.definition_set
        and joined.segment = bounded.segment
