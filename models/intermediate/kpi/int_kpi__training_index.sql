-- grain: one agent and month: the mean training score less the coefficient for each missed session, in points.
-- s / n - p is kept as (s - p·n) over n. A session without a score only counts as attended or missed.
with sessions as (
    select
        training.platform,
        training.shop_id,
        training.agent_id,
        {{ month_start('training.held_date') }} as period_start,
        sum(case when training.is_attended then training.score end) as score_sum,
        count(case when training.is_attended then training.score end) as count_scores,
        sum(case when training.is_attended then 0 else rules.absence_coefficient end) as penalty,
        count(*) as count_units
    from {{ ref('fct_training') }} as training
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            training.platform = rules.platform and training.shop_id = rules.shop_id
            and training.held_date between rules.valid_from and rules.valid_to
    group by training.platform, training.shop_id, training.agent_id, {{ month_start('training.held_date') }}
),

parts as (
    select
        *,
        cast(cast(score_sum as decimal(18, 4)) - cast(penalty as decimal(18, 4)) * count_scores as decimal(28, 8)) as numerator,
        cast(count_scores as decimal(28, 8)) as denominator
    from sessions
    where count_scores > 0
)

select
    sets.definition_set,
    'training_index' as kpi_id,
    parts.platform,
    parts.shop_id,
    parts.agent_id,
    '(all)' as segment,
    parts.period_start,
    'units' as person_basis,
    parts.numerator,
    parts.denominator,
    cast({{ quotient('parts.numerator', 'parts.denominator') }} as decimal(28, 8)) as figure_value,
    cast(parts.count_units as bigint) as count_units,
    cast(0 as bigint) as count_excluded_units,
    false as is_provisional
from parts
inner join {{ ref('int_kpi__shop_sets') }} as sets
    on parts.platform = sets.platform and parts.shop_id = sets.shop_id and sets.is_own_set
