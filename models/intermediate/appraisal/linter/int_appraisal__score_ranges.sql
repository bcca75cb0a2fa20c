-- grain: one scheme version with a scorecard: the lowest and the highest total that its rules can give.
with results as (
    select
        'band' as strategy,
        scheme_id,
        scheme_version,
        band_table as rule_id,
        min(try_cast(result as decimal(18, 6))) as lowest,
        max(try_cast(result as decimal(18, 6))) as highest
    from {{ ref('appraisal_bands') }}
    group by scheme_id, scheme_version, band_table
    union all
    select
        'linear' as strategy,
        scheme_id,
        scheme_version,
        rule_id,
        try_cast(floor_result as decimal(18, 6)) as lowest,
        try_cast(cap_result as decimal(18, 6)) as highest
    from {{ ref('appraisal_linear_rules') }}
    union all
    select
        'shortfall' as strategy,
        scheme_id,
        scheme_version,
        rule_id,
        try_cast(floor_points as decimal(18, 6)) as lowest,
        try_cast(start_points as decimal(18, 6)) as highest
    from {{ ref('appraisal_shortfall_rules') }}
),

rows_ as (
    select
        cards.scheme_id,
        cards.scheme_version,
        cards.when_missing,
        try_cast(cards.weight as decimal(18, 6)) as weight,
        case when cards.when_missing = 'zero' then least(results.lowest, 0) else results.lowest end as lowest,
        case when cards.when_missing = 'zero' then greatest(results.highest, 0) else results.highest end as highest
    from {{ ref('appraisal_scorecard') }} as cards
    left join results
        on
            cards.strategy = results.strategy and cards.scheme_id = results.scheme_id
            and cards.scheme_version = results.scheme_version and cards.rule_id = results.rule_id
),

summed as (
    select
        scheme_id,
        scheme_version,
        bool_or(when_missing = 'reweight') as is_reweighted,
        count(*) = count(lowest * weight) as is_known,
        min(lowest) as lowest_points,
        max(highest) as highest_points,
        sum(lowest * weight) as lowest_sum,
        sum(highest * weight) as highest_sum,
        sum(weight) as weight_sum
    from rows_
    group by scheme_id, scheme_version
)

-- where weights are scaled up, one KPI alone may make the total
select
    scheme_id,
    scheme_version,
    case
        when not is_known then null
        when is_reweighted then cast(lowest_points as decimal(28, 8))
        else {{ exact_ratio('lowest_sum', 'weight_sum', 8) | indent(8) }}
    end as lowest_total,
    case
        when not is_known then null
        when is_reweighted then cast(highest_points as decimal(28, 8))
        else {{ exact_ratio('highest_sum', 'weight_sum', 8) | indent(8) }}
    end as highest_total
from summed
