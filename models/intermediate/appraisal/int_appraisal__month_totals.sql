-- grain: the total of one month of one person, per figure basis: the sum of the weighted points, or why there is none.
with bases as (
    select distinct
        month_start,
        figure_basis
    from {{ ref('int_appraisal__figures') }}
    union distinct
    select
        month_start,
        'reviewed' as figure_basis
    from {{ ref('int_appraisal__agent_months') }}
),

months as (
    select
        months_.*,
        bases.figure_basis
    from {{ ref('int_appraisal__agent_months') }} as months_
    inner join bases on months_.month_start = bases.month_start
),

summed as (
    select
        months.agent_id,
        months.month_start,
        months.figure_basis,
        months.scheme_id,
        months.scheme_version,
        months.rank_group,
        months.is_month_complete,
        schemes.score_period,
        count(points.measure_key) as count_kpis,
        count(points.points) as count_scored,
        sum(points.weighted_points) as weighted_points,
        sum(points.weighted_points_low) as weighted_points_low,
        sum(points.weighted_points_high) as weighted_points_high,
        max(points.weight_counted) as weight_counted,
        bool_or(points.missing_reason is not null and points.when_missing = 'no_total') as lacks_kpi,
        {{ dbt.listagg(
            "case when points.missing_reason is not null then points.requested_kpi_id || ': ' || points.missing_reason end",
            "'; '", "order by points.requested_kpi_id"
        ) }} as missing_kpis,
        max(case when points.finality = 'provisional' then 1 else 0 end) = 1 as has_provisional
    from months
    inner join {{ ref('dim_scheme') }} as schemes
        on months.scheme_id = schemes.scheme_id and months.scheme_version = schemes.scheme_version
    left join {{ ref('int_appraisal__points') }} as points
        on
            months.agent_id = points.agent_id and months.month_start = points.month_start
            and months.figure_basis = points.figure_basis
    group by
        months.agent_id, months.month_start, months.figure_basis, months.scheme_id, months.scheme_version, months.rank_group,
        months.is_month_complete, schemes.score_period
)

select
    agent_id,
    month_start,
    figure_basis,
    scheme_id,
    scheme_version,
    rank_group,
    score_period,
    cast(count_kpis as bigint) as count_kpis,
    cast(count_scored as bigint) as count_scored,
    {% for column in ['weighted_points', 'weighted_points_low', 'weighted_points_high'] -%}
    case when count_scored > 0 and weight_counted > 0 and not coalesce(lacks_kpi, false) then {{ round_half_up(column, 6) }} end
        as {{ column.replace('weighted_points', 'month_total') }},
    {% endfor -%}
    case
        when count_kpis = 0 then 'no_scorecard'
        when lacks_kpi then 'missing_kpi'
        when count_scored = 0 or weight_counted = 0 then 'no_points'
    end as no_total_reason,
    missing_kpis,
    case when has_provisional or not is_month_complete then 'provisional' else 'final' end as finality
from summed
