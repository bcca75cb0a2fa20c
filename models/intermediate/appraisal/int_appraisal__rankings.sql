-- grain: one ranked person and month, per figure basis: rank within the scheme version and rank group, and tie group.
-- Equal totals are ordered by the tie-break KPI, more first; persons equal in that too share the rank. A tie group ends before the
-- first person, in rank order, whose interval lies wholly below those of all persons ranked before.
with totals as (
    select
        totals.*,
        schemes.tie_rule,
        breaks.value as tie_break_value
    from {{ ref('int_appraisal__totals') }} as totals
    inner join {{ ref('dim_scheme') }} as schemes
        on totals.scheme_id = schemes.scheme_id and totals.scheme_version = schemes.scheme_version
    left join {{ ref('kpi_definitions') }} as definitions on schemes.tie_break_kpi_id = definitions.kpi_id
    left join {{ ref('int_appraisal__figures') }} as breaks
        on
            totals.agent_id = breaks.agent_id and totals.month_start = breaks.month_start and totals.figure_basis = breaks.figure_basis
            and schemes.tie_break_kpi_id = breaks.requested_kpi_id and breaks.definition_set = '(own)' and breaks.segment = '(all)'
            and breaks.person_basis = case when coalesce(definitions.person_based, true) then 'person_days' else 'units' end
    where totals.total_score is not null and not totals.is_not_ranked
),

{%- set group_columns = 'figure_basis, scheme_id, scheme_version, rank_group, month_start' %}
{%- set best_first = 'total_score desc, tie_break_value desc nulls last' %}

ranked as (
    select
        *,
        cast(
            case
                when tie_rule = 'dense' then dense_rank() over (partition by {{ group_columns }} order by {{ best_first }})
                else rank() over (partition by {{ group_columns }} order by {{ best_first }})
            end as bigint
        ) as score_rank,
        cast(count(*) over (partition by {{ group_columns }}) as bigint) as count_ranked,
        count(*) over (partition by {{ group_columns }}, total_score, tie_break_value) > 1 as is_tied,
        total_high < min(total_low) over (
            partition by {{ group_columns }} order by {{ best_first }}, agent_id asc rows between unbounded preceding and 1 preceding
        ) as is_below_the_others
    from totals
)

select
    agent_id,
    month_start,
    figure_basis,
    tie_break_value,
    score_rank,
    count_ranked,
    is_tied,
    cast(
        1 + sum(case when is_below_the_others then 1 else 0 end) over (
            partition by {{ group_columns }} order by {{ best_first }}, agent_id asc rows between unbounded preceding and current row
        ) as bigint
    ) as tie_group
from ranked
