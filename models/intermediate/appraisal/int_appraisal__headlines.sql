-- grain: one shop in which a person has figures in a month, under a chosen set: the conversion that the shop's rules call its headline.
with shops as (
    select distinct
        figure_basis,
        chosen_set,
        definition_set,
        platform,
        shop_id,
        agent_id,
        month_start
    from {{ ref('int_appraisal__shop_figures') }}
),

headed as (
    select
        shops.*,
        rules.headline_kpi_id as kpi_id
    from shops
    inner join {{ ref('dim_kpi_rule') }} as rules
        on
            shops.platform = rules.platform and shops.shop_id = rules.shop_id
            and shops.definition_set = rules.definition_set and rules.kpi_id = '*'
            and shops.month_start between rules.valid_from and rules.valid_to
)

select
    headed.figure_basis,
    headed.chosen_set,
    headed.platform,
    headed.shop_id,
    headed.agent_id,
    headed.month_start,
    headed.kpi_id,
    count(figures.kpi_id) > 0 as has_figure
from headed
left join {{ ref('int_appraisal__shop_figures') }} as figures
    on
        headed.figure_basis = figures.figure_basis and headed.chosen_set = figures.chosen_set
        and headed.platform = figures.platform and headed.shop_id = figures.shop_id
        and headed.agent_id = figures.agent_id and headed.month_start = figures.month_start
        and headed.kpi_id = figures.kpi_id
group by
    headed.figure_basis, headed.chosen_set, headed.platform, headed.shop_id, headed.agent_id, headed.month_start, headed.kpi_id
