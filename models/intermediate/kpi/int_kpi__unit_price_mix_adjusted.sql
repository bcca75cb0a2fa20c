-- grain: one agent and month: what his sales per buyer would be if he had the team's mix of enquired price bands.
-- Sum over the bands of team buyers x (his sales / his buyers), over the team buyers of the bands in which he sold.
with bands as (
    select
        sales.platform,
        sales.shop_id,
        sales.agent_id,
        sales.month_start,
        sales.band_no,
        sum(sales.sales_amount) as sales_amount,
        count(distinct sales.person_key) as count_buyers
    from {{ ref('fct_order_price_band') }} as sales
    where sales.exclusion_reason is null
    group by sales.platform, sales.shop_id, sales.agent_id, sales.month_start, sales.band_no
),

-- the team is the sum of its agents, as in their shares of the sales
weighted as (
    select
        *,
        sum(count_buyers) over (partition by platform, shop_id, month_start, band_no) as count_team_buyers
    from bands
),

adjusted as (
    select
        platform,
        shop_id,
        agent_id,
        month_start,
        sum(cast({{ quotient('count_team_buyers * sales_amount', 'count_buyers') }} as decimal(28, 8))) as numerator,
        sum(count_team_buyers) as denominator
    from weighted
    group by platform, shop_id, agent_id, month_start
),

evaluated as (
    select
        platform,
        shop_id,
        agent_id,
        month_start,
        sum(case when exclusion_reason is null then 1 else 0 end) as count_units,
        sum(case when exclusion_reason is null then 0 else 1 end) as count_excluded_units
    from {{ ref('fct_order_price_band') }}
    group by platform, shop_id, agent_id, month_start
)

select
    sets.definition_set,
    'unit_price_mix_adjusted' as kpi_id,
    evaluated.platform,
    evaluated.shop_id,
    evaluated.agent_id,
    '(all)' as segment,
    evaluated.month_start as period_start,
    'distinct_persons' as person_basis,
    cast(coalesce(adjusted.numerator, 0) as decimal(28, 8)) as numerator,
    cast(coalesce(adjusted.denominator, 0) as decimal(28, 8)) as denominator,
    cast({{ quotient('adjusted.numerator', 'nullif(adjusted.denominator, 0)') }} as decimal(28, 8)) as figure_value,
    cast(evaluated.count_units as bigint) as count_units,
    cast(evaluated.count_excluded_units as bigint) as count_excluded_units,
    false as is_provisional
from evaluated
inner join {{ ref('int_kpi__shop_sets') }} as sets
    on evaluated.platform = sets.platform and evaluated.shop_id = sets.shop_id and sets.is_own_set
left join adjusted
    on
        evaluated.platform = adjusted.platform and evaluated.shop_id = adjusted.shop_id
        and evaluated.agent_id = adjusted.agent_id and evaluated.month_start = adjusted.month_start
