-- grain: one figure of a person and month that a scheme asks for: on how many business days it has a unit, in the shops that count for him.
with asked as (
    select distinct
        agent_id,
        month_start,
        definition_set as chosen_set,
        kpi_id,
        segment,
        figure_platform,
        figure_shop_id
    from {{ ref('int_appraisal__requests') }}
    where kpi_id is not null
)

select
    asked.agent_id,
    asked.month_start,
    asked.chosen_set,
    asked.kpi_id,
    asked.segment,
    asked.figure_platform,
    asked.figure_shop_id,
    cast(count(distinct figures.date_day) as bigint) as days_with_units
from asked
inner join {{ ref('kpi_daily') }} as figures
    on
        asked.agent_id = figures.agent_id and asked.month_start = {{ month_start('figures.date_day') }}
        and asked.kpi_id = figures.kpi_id and asked.segment = figures.segment and figures.count_units > 0
        and (asked.figure_shop_id = '(all)' or asked.figure_shop_id = figures.shop_id)
        and (asked.figure_platform = '(all)' or asked.figure_platform = figures.platform)
inner join {{ ref('int_kpi__shop_sets') }} as sets
    on
        figures.platform = sets.platform and figures.shop_id = sets.shop_id and figures.definition_set = sets.definition_set
        and (asked.chosen_set = sets.definition_set or (asked.chosen_set = '(own)' and sets.is_own_set))
group by
    asked.agent_id, asked.month_start, asked.chosen_set, asked.kpi_id, asked.segment, asked.figure_platform, asked.figure_shop_id
