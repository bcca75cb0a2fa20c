{#- Figures of persons and teams over several shops, of a relation in the form of int_kpi__member_units: the body of
    kpi_together_monthly. -#}
{% macro together_figures(member_units) %}
with placed as (
    select
        units.*,
        {{ month_start('units.business_date') }} as month_start,
        units.platform || '/' || units.shop_id as shop_key,
        units.person_key || cast(units.business_date as {{ dbt.type_string() }}) as person_day,
        shapes.numerator_kind,
        shapes.denominator_kind,
        shapes.has_foreign_denominator,
        shapes.finality
    from {{ member_units }} as units
    inner join {{ ref('int_kpi__shapes') }} as shapes
        on
            units.platform = shapes.platform and units.shop_id = shapes.shop_id
            and units.definition_set = shapes.definition_set and units.kpi_id = shapes.kpi_id and shapes.period <> 'trailing'
),

complete as (
    select
        chosen_set,
        kpi_id,
        member_kind,
        member_id,
        platform_scope,
        month_start,
        platform,
        shop_id,
        min(fingerprint) as first_fingerprint,
        max(fingerprint) as last_fingerprint,
        max(finality) as finality,
        max(business_date) as last_date
    from placed
    group by chosen_set, kpi_id, member_kind, member_id, platform_scope, month_start, platform, shop_id
),

-- a shop's rules may change with the time, but two shops must count alike
shops as (
    select
        complete.chosen_set,
        complete.kpi_id,
        complete.member_kind,
        complete.member_id,
        complete.platform_scope,
        complete.month_start,
        cast(count(*) as bigint) as count_shops,
        cast(count(distinct complete.platform) as bigint) as count_platforms,
        count(distinct complete.first_fingerprint) > 1 or count(distinct complete.last_fingerprint) > 1 as counts_differently,
        bool_or(complete.last_date > {{ add_days('until.data_until', '-' ~ finality_days()) }}) as is_provisional
    from complete
    inner join {{ ref('int_kpi__data_until') }} as until
        on complete.platform = until.platform and complete.shop_id = until.shop_id
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            complete.platform = rules.platform and complete.shop_id = rules.shop_id
            and complete.last_date between rules.valid_from and rules.valid_to
    group by
        complete.chosen_set, complete.kpi_id, complete.member_kind, complete.member_id, complete.platform_scope, complete.month_start
),

summed as (
    select
        placed.chosen_set,
        placed.kpi_id,
        placed.member_kind,
        placed.member_id,
        placed.platform_scope,
        placed.segment,
        placed.month_start,
        max(placed.numerator_kind) as numerator_kind,
        max(placed.denominator_kind) as denominator_kind,
        bool_or(placed.has_foreign_denominator) as has_foreign_denominator,
        {{ summed_totals() | indent(8) }}
    from placed
    group by
        placed.chosen_set, placed.kpi_id, placed.member_kind, placed.member_id, placed.platform_scope, placed.segment, placed.month_start
),

bases as (
    select 'units' as person_basis
    union all
    select 'person_days' as person_basis
    union all
    select 'distinct_persons' as person_basis
),

figured as (
    select
        summed.*,
        shops.count_shops,
        shops.count_platforms,
        shops.is_provisional,
        bases.person_basis,
        case
            when shops.counts_differently then 'counted_differently'
            when shops.count_shops > 1 and summed.numerator_kind = 'max' then 'maximum'
            when shops.count_platforms > 1 and bases.person_basis = 'distinct_persons' then 'persons_of_platforms'
        end as refusal_reason,
        {{ numerator_and_denominator() | indent(8) }}
    from summed
    inner join shops
        on
            summed.chosen_set = shops.chosen_set and summed.kpi_id = shops.kpi_id and summed.member_kind = shops.member_kind
            and summed.member_id = shops.member_id and summed.platform_scope = shops.platform_scope and summed.month_start = shops.month_start
    inner join bases
        on (summed.numerator_kind = 'persons' or summed.denominator_kind = 'persons') = (bases.person_basis <> 'units')
    where not summed.has_foreign_denominator or summed.denominator_sum is not null
)

select
    figured.chosen_set as definition_set,
    figured.kpi_id,
    figured.member_kind,
    figured.member_id,
    figured.platform_scope,
    figured.segment,
    figured.month_start,
    figured.person_basis,
    case when figured.refusal_reason is null then figured.numerator end as numerator,
    case when figured.refusal_reason is null then figured.denominator end as denominator,
    case
        when figured.refusal_reason is null
            then {{ figure_value("figured.denominator_kind = '-'", 'figured.numerator', 'figured.denominator') }}
    end as value,
    figured.count_shops,
    figured.count_platforms,
    case when figured.is_provisional then 'provisional' else 'final' end as finality,
    figured.refusal_reason,
    refusals.name_en as refusal_en,
    refusals.name_zh as refusal_zh
from figured
left join {{ ref('ref_refusals') }} as refusals on figured.refusal_reason = refusals.refusal_reason
{% endmacro %}
