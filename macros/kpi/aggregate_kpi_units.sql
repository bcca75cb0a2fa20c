{#- Figures of a period: sums over units, or distinct persons where the member says so, never averages of figures.
    `period` is the SQL of the period's first day; `bases` lists how persons are counted in it:
    'units' (figures without persons), 'person_days' (a person counts once a day), 'distinct_persons' (once a period). -#}
{% macro aggregate_kpi_units(period, bases) %}
with units as (
    select
        units.definition_set,
        units.kpi_id,
        units.platform,
        units.shop_id,
        units.agent_id,
        {{ period }} as period_start,
        units.business_date,
        units.person_key,
        units.exclusion_reason,
        units.numerator,
        units.denominator
    from {{ ref('kpi_units') }} as units
),

members as (
    select
        platform,
        shop_id,
        definition_set,
        kpi_id,
        numerator_kind,
        denominator_kind,
        finality
    from {{ ref('int_kpi__members') }}
),

totals as (
    select
        definition_set,
        kpi_id,
        platform,
        shop_id,
        agent_id,
        period_start,
        sum(numerator) as numerator_sum,
        max(numerator) as numerator_max,
        count(distinct case when numerator > 0 then person_key end) as numerator_persons,
        count(distinct case when numerator > 0 then person_key || cast(business_date as {{ dbt.type_string() }}) end) as numerator_person_days,
        sum(denominator) as denominator_sum,
        count(distinct case when denominator > 0 then person_key end) as denominator_persons,
        count(distinct case when denominator > 0 then person_key || cast(business_date as {{ dbt.type_string() }}) end) as denominator_person_days,
        sum(case when exclusion_reason is null then 1 else 0 end) as count_units,
        sum(case when exclusion_reason is null then 0 else 1 end) as count_excluded_units,
        max(business_date) as last_date
    from units
    group by definition_set, kpi_id, platform, shop_id, agent_id, period_start
),

based as (
    select
        totals.*,
        members.numerator_kind,
        members.denominator_kind,
        members.finality,
        bases.person_basis
    from totals
    inner join members
        on
            totals.platform = members.platform and totals.shop_id = members.shop_id
            and totals.definition_set = members.definition_set and totals.kpi_id = members.kpi_id
    inner join (
        {%- for basis in bases %}
        select '{{ basis }}' as person_basis{{ ' union all' if not loop.last }}
        {%- endfor %}
    ) as bases
        on (members.numerator_kind = 'persons' or members.denominator_kind = 'persons') = (bases.person_basis <> 'units')
),

figured as (
    select
        definition_set,
        kpi_id,
        platform,
        shop_id,
        agent_id,
        period_start,
        person_basis,
        cast(
            case
                when numerator_kind = 'max' then numerator_max
                when numerator_kind = 'persons' and person_basis = 'person_days' then numerator_person_days
                when numerator_kind = 'persons' then numerator_persons
                else coalesce(numerator_sum, 0)
            end as decimal(28, 4)
        ) as numerator,
        cast(
            case
                when denominator_kind = '-' then null
                when denominator_kind = 'persons' and person_basis = 'person_days' then denominator_person_days
                when denominator_kind = 'persons' then denominator_persons
                else coalesce(denominator_sum, 0)
            end as decimal(28, 4)
        ) as denominator,
        denominator_kind = '-' as is_plain_count,
        cast(count_units as bigint) as count_units,
        cast(count_excluded_units as bigint) as count_excluded_units,
        last_date,
        finality
    from based
),

-- An agent's share of what all agents sold; silent orders are nobody's.
shares as (
    select
        definition_set,
        'sales_share' as kpi_id,
        platform,
        shop_id,
        agent_id,
        period_start,
        person_basis,
        numerator,
        cast(sum(numerator) over (partition by definition_set, platform, shop_id, period_start) as decimal(28, 4)) as denominator,
        false as is_plain_count,
        count_units,
        count_excluded_units,
        last_date,
        finality
    from figured
    where kpi_id = 'sales_amount' and agent_id not in ('(shop)', '(silent)')
),

complete as (
    select * from figured
    union all
    select * from shares
)

select
    complete.definition_set,
    complete.kpi_id,
    complete.platform,
    complete.shop_id,
    complete.agent_id,
    complete.period_start,
    complete.person_basis,
    complete.numerator,
    complete.denominator,
    cast(
        case when complete.is_plain_count then complete.numerator else complete.numerator / nullif(complete.denominator, 0) end
        as decimal(28, 8)
    ) as figure_value,
    complete.count_units,
    complete.count_excluded_units,
    complete.last_date > {{ add_days('until.data_until', '-' ~ finality_days()) }} as is_provisional
from complete
inner join {{ ref('int_kpi__data_until') }} as until
    on complete.platform = until.platform and complete.shop_id = until.shop_id
inner join {{ ref('int_kpi__shop_rules') }} as rules
    on
        complete.platform = rules.platform and complete.shop_id = rules.shop_id
        and complete.last_date between rules.valid_from and rules.valid_to
{% endmacro %}

{#- Days after which a figure can no longer change, by the member's kind of finality. -#}
{% macro finality_days() -%}
case complete.finality
    when 'order' then rules.enquiry_window_days - 1
    when 'payment' then rules.enquiry_window_days - 1 + rules.pay_window_days
    when 'placed' then rules.pay_window_days
    when 'evaluation' then rules.evaluation_window_days
    else 0
end
{%- endmacro %}
