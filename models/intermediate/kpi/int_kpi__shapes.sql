-- grain: one KPI of one shop under one definition set that its files allow to compute: how its units become a figure.
with shapes as (
    select
        platform,
        shop_id,
        definition_set,
        kpi_id,
        max(case when numerator_measure <> '-' then numerator_kind end) as numerator_kind,
        coalesce(max(case when denominator_measure <> '-' then denominator_kind end), '-') as denominator_kind,
        coalesce(max(case when finality <> 'none' then finality end), 'none') as finality,
        max(period) as period,
        bool_or(is_segmented) as is_segmented,
        -- the denominator comes from units of another kind: without any there is no figure
        bool_or(denominator_measure <> '-') and bool_or(denominator_measure = '-') as has_foreign_denominator
    from {{ ref('int_kpi__members') }}
    group by platform, shop_id, definition_set, kpi_id
),

-- each KPI that counts persons in any shop has a bit of its own, so that a person's row tells in which figures he stands
person_figures as (
    select
        kpi_id,
        {{ bit_of('row_number() over (order by kpi_id asc) - 1') }} as person_bit
    from shapes
    where numerator_kind = 'persons' or denominator_kind = 'persons'
    group by kpi_id
),

-- a share may need more than the figure of which it is a part
shares as (
    select
        parts.kpi_id,
        parts.base_kpi_id,
        parts.shared_over,
        inputs.platform,
        inputs.shop_id
    from {{ ref('kpi_shares') }} as parts
    inner join {{ ref('int_kpi__input_status') }} as inputs on parts.kpi_id = inputs.kpi_id and inputs.is_computable
)

select
    shapes.*,
    case when shapes.numerator_kind = 'persons' or shapes.denominator_kind = 'persons' then person_figures.person_bit end as person_bit,
    shares.kpi_id as share_kpi_id,
    shares.shared_over
from shapes
inner join {{ ref('int_kpi__input_status') }} as inputs
    on
        shapes.platform = inputs.platform and shapes.shop_id = inputs.shop_id
        and shapes.kpi_id = inputs.kpi_id and inputs.is_computable
left join person_figures on shapes.kpi_id = person_figures.kpi_id
left join shares
    on shapes.kpi_id = shares.base_kpi_id and shapes.platform = shares.platform and shapes.shop_id = shares.shop_id
