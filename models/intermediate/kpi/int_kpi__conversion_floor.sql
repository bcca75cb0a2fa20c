-- grain: one shop and month: does its headline conversion reach the floor of its rules (1) or not (0)?
-- Segments are categories whose conversion stands among the benchmarks; the latest of the month is taken.
with rules as (
    select *
    from {{ ref('dim_kpi_rule') }}
    where is_own_set and kpi_id = '*'
),

own as (
    select
        figures.platform,
        figures.shop_id,
        {{ month_start('figures.date_day') }} as month_start,
        figures.kpi_id,
        '(all)' as segment,
        sum(figures.numerator) as numerator,
        sum(figures.denominator) as denominator,
        bool_or(figures.finality = 'provisional') as is_provisional
    from {{ ref('kpi_daily') }} as figures
    inner join {{ ref('int_kpi__shop_sets') }} as sets
        on
            figures.platform = sets.platform and figures.shop_id = sets.shop_id
            and figures.definition_set = sets.definition_set and sets.is_own_set
    where figures.scope = 'shop'
    group by figures.platform, figures.shop_id, {{ month_start('figures.date_day') }}, figures.kpi_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by platform, shop_id, metric, category, {{ month_start('business_date') }}
            order by business_date desc, period_start desc, benchmark_key asc
        ) as recency
    from {{ ref('fct_benchmark') }}
    where category is not null and own_value is not null and business_date is not null
),

conversions as (
    select * from own
    union all
    select
        platform,
        shop_id,
        {{ month_start('business_date') }} as month_start,
        metric as kpi_id,
        category as segment,
        own_value as numerator,
        1 as denominator,
        false as is_provisional
    from ranked
    where recency = 1
)

select
    rules.definition_set,
    'conversion_floor_flag' as kpi_id,
    conversions.platform,
    conversions.shop_id,
    '(shop)' as agent_id,
    conversions.segment,
    conversions.month_start as period_start,
    'units' as person_basis,
    cast(
        case when conversions.numerator >= rules.conversion_floor * conversions.denominator then 1 else 0 end as decimal(28, 8)
    ) as numerator,
    cast(null as decimal(28, 8)) as denominator,
    cast(
        case when conversions.numerator >= rules.conversion_floor * conversions.denominator then 1 else 0 end as decimal(28, 8)
    ) as figure_value,
    cast(1 as bigint) as count_units,
    cast(0 as bigint) as count_excluded_units,
    conversions.is_provisional
from conversions
inner join rules
    on
        conversions.platform = rules.platform and conversions.shop_id = rules.shop_id
        and conversions.kpi_id = rules.headline_kpi_id
        and conversions.month_start between rules.valid_from and rules.valid_to
where conversions.denominator > 0
