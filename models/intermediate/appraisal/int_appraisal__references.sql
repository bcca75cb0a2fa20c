-- grain: one KPI of the scorecard of one person and month, per figure basis: what its figure is compared with, as a quotient.
-- A group's figure is pooled: the sum of the numerators over the sum of the denominators (of a plain count: over the persons).
with figures as (
    select * from {{ ref('int_appraisal__scorecard_figures') }}
),

-- plans of one shop, or of all shops of a person: counts add up, a rate is a target only where the shops name the same one
targets as (
    select
        figures.measure_key,
        cast(sum(plans.target_value) as decimal(28, 8)) as target_sum,
        min(plans.target_value) as lowest_target,
        max(plans.target_value) as highest_target
    from figures
    inner join {{ ref('int_core__targets') }} as plans
        on
            figures.agent_id = plans.agent_id and figures.kpi_id = plans.kpi_id
            and figures.month_start = plans.month_start and plans.target_period = 'month'
            and (figures.figure_shop_id = '(all)' or figures.figure_shop_id = plans.shop_id)
            and (figures.figure_platform = '(all)' or figures.figure_platform = plans.platform)
    where figures.reference_kind = 'target'
    group by figures.measure_key
),

pool_kinds as (
    select 'group_mean' as pool_kind
    union all
    select 'scheme_mean' as pool_kind
),

-- persons whose shops call different conversions their headline are never pooled: the KPI is the one that was meant
pools as (
    select
        figures.figure_basis,
        figures.month_start,
        figures.scheme_id,
        figures.scheme_version,
        figures.requested_kpi_id,
        figures.kpi_id,
        figures.definition_set,
        figures.segment,
        pool_kinds.pool_kind,
        case when pool_kinds.pool_kind = 'group_mean' then figures.rank_group end as rank_group,
        cast(sum(figures.numerator) as decimal(28, 8)) as pooled_numerator,
        cast(coalesce(sum(figures.denominator), count(*)) as decimal(28, 8)) as pooled_denominator,
        cast(count(*) as bigint) as count_persons
    from figures
    cross join pool_kinds
    where figures.value is not null and figures.reference_kind = 'group_mean'
    group by
        figures.figure_basis, figures.month_start, figures.scheme_id, figures.scheme_version, figures.requested_kpi_id, figures.kpi_id,
        figures.definition_set, figures.segment, pool_kinds.pool_kind,
        case when pool_kinds.pool_kind = 'group_mean' then figures.rank_group end
),

chosen as (
    select
        figures.*,
        targets.target_sum,
        targets.lowest_target,
        targets.highest_target,
        case
            when figures.reference_kind <> 'group_mean' then figures.reference_kind
            when coalesce(groups.count_persons, 0) >= greatest(figures.minimum_group, 1) then 'group_mean'
            when figures.reference_fallback = 'scheme_mean' and schemes.count_persons is null then null
            else figures.reference_fallback
        end as reference_used,
        groups.count_persons as count_group,
        groups.pooled_numerator as group_numerator,
        groups.pooled_denominator as group_denominator,
        schemes.pooled_numerator as scheme_numerator,
        schemes.pooled_denominator as scheme_denominator
    from figures
    left join targets on figures.measure_key = targets.measure_key
    left join pools as groups
        on
            groups.pool_kind = 'group_mean' and figures.rank_group = groups.rank_group and {{ same_pool('figures', 'groups') }}
    left join pools as schemes
        on schemes.pool_kind = 'scheme_mean' and {{ same_pool('figures', 'schemes') }}
)

select
    measure_key,
    reference_used,
    coalesce(count_group, 0) as count_group,
    case reference_used
        when 'value' then 1
        when 'target' then case when denominator is null then target_sum when lowest_target = highest_target then lowest_target end
        when 'group_mean' then group_numerator
        when 'scheme_mean' then scheme_numerator
        when 'baseline' then baseline_value
    end as reference_numerator,
    case reference_used
        when 'group_mean' then group_denominator
        when 'scheme_mean' then scheme_denominator
        else 1
    end as reference_denominator
from chosen
