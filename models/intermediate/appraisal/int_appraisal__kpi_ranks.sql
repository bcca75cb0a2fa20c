-- grain: one KPI of the scorecard of one person and month, per figure basis, that has points: its rank within the rank group, better
-- figures first, and its tie group: it ends before the first person whose Wilson interval lies wholly outside those ranked before.
{%- set group_columns = 'figure_basis, scheme_id, scheme_version, rank_group, month_start, requested_kpi_id, kpi_id, definition_set, segment' %}
{%- set best_first = "case when direction = 'up' then -value else value end asc" %}
with figures as (
    select
        *,
        {% for end_ in ['low', 'high'] -%}
        case when direction = 'up' then -wilson_{{ end_ }} else wilson_{{ end_ }} end as end_{{ loop.index }},
        {% endfor -%}
        wilson_low is not null as has_interval
    from {{ ref('int_appraisal__points') }}
    where missing_reason is null and direction in ('up', 'down')
),

ranked as (
    select
        measure_key,
        has_interval,
        {{ group_columns }},
        value,
        agent_id,
        direction,
        cast(
            case
                when tie_rule = 'dense' then dense_rank() over (partition by {{ group_columns }} order by {{ best_first }})
                else rank() over (partition by {{ group_columns }} order by {{ best_first }})
            end as bigint
        ) as kpi_rank,
        -- the better end of the interval beyond the worse end of every interval before
        least(end_1, end_2) > max(greatest(end_1, end_2)) over (
            partition by {{ group_columns }}, has_interval order by {{ best_first }}, agent_id asc
            rows between unbounded preceding and 1 preceding
        ) as is_behind_the_others
    from figures
)

select
    measure_key,
    kpi_rank,
    case
        when has_interval
            then cast(
                1 + sum(case when is_behind_the_others then 1 else 0 end) over (
                    partition by {{ group_columns }}, has_interval order by {{ best_first }}, agent_id asc
                    rows between unbounded preceding and current row
                ) as bigint
            )
    end as kpi_tie_group
from ranked
