{#- Figures of people and teams over several shops, of relations in the form of int_kpi__member_units and int_kpi__member_persons:
    the body of kpi_together_monthly. A figure has a scope: the set that was chosen ('(own)' or a named one) and one platform or '(all)'.
    Scopes that take the same shops with the same sets have the same units: those are added up once, as a pool. -#}
{% macro together_figures(member_units, member_persons) %}
{%- set pool_keys = ['pool_set', 'pool_platform', 'member_kind', 'member_id', 'month_start'] -%}
{%- set scope_keys = ['chosen_set', 'kpi_id', 'member_kind', 'member_id', 'platform_scope', 'month_start'] -%}
with parts as (
    {{ together_parts(member_units) | indent(4) }}
),

scoped as (
    {{ together_scopes('parts') | indent(4) }}
),

-- a shop's rules may change with the time, but two shops must count alike
shops as (
    select
        {{ scope_keys | join(',\n        ') }},
        platform,
        shop_id,
        min(first_fingerprint) as first_fingerprint,
        max(last_fingerprint) as last_fingerprint,
        max(finality) as finality,
        max(last_date) as last_date,
        max(numerator_kind) as numerator_kind,
        max(denominator_kind) as denominator_kind,
        bool_or(has_foreign_denominator) as has_foreign_denominator,
        count(*) as count_parts,
        sum(case when is_own_set then 1 else 0 end) as count_own_parts
    from scoped
    group by
        {{ scope_keys | join(',\n        ') }},
        platform, shop_id
),

scopes as (
    select
        {% for key in scope_keys %}complete.{{ key }},
        {% endfor -%}
        cast(count(*) as bigint) as count_shops,
        cast(count(distinct complete.platform) as bigint) as count_platforms,
        max(complete.numerator_kind) as numerator_kind,
        max(complete.denominator_kind) as denominator_kind,
        bool_or(complete.has_foreign_denominator) as has_foreign_denominator,
        count(distinct complete.first_fingerprint) > 1 or count(distinct complete.last_fingerprint) > 1 as counts_differently,
        bool_or(complete.last_date > {{ add_days('until.data_until', '-' ~ finality_days()) }}) as is_provisional,
        sum(complete.count_parts) as count_parts,
        sum(complete.count_own_parts) as count_own_parts
    from shops as complete
    inner join {{ ref('int_kpi__data_until') }} as until
        on complete.platform = until.platform and complete.shop_id = until.shop_id
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            complete.platform = rules.platform and complete.shop_id = rules.shop_id
            and complete.last_date between rules.valid_from and rules.valid_to
    group by
        {% for key in scope_keys %}complete.{{ key }}{{ ',\n        ' if not loop.last }}{% endfor %}
),

pooled as (
    {{ together_pools('scopes') | indent(4) }}
),

pool_parts as (
    select
        pooled.pool_no,
        {% for key in part_keys() %}scoped.{{ key }}{{ ',\n        ' if not loop.last }}{% endfor %}
    from pooled
    inner join scoped
        on
            {% for key in scope_keys %}pooled.{{ key }} = scoped.{{ key }}{{ '\n            and ' if not loop.last }}{% endfor %}
    where pooled.is_pool
),

placed as (
    select
        pool_parts.pool_no,
        units.segment,
        units.business_date as figure_date,
        units.numerator_sum,
        units.numerator_max,
        units.denominator_sum,
        units.denominator_max,
        units.count_units,
        units.count_excluded_units,
        units.count_unknown_units
    from {{ member_units }} as units
    inner join pool_parts
        on
            {{ month_start('units.business_date') }} = pool_parts.month_start
            {% for key in part_keys() if key != 'month_start' %}and units.{{ key }} = pool_parts.{{ key }}
            {% endfor %}
),

sums as (
    {{ summed('placed', ['pool_no', 'segment']) | indent(4) }}
),

-- pools of several figures take in the same persons
pools as (
    select distinct {{ pool_keys | join(', ') }}
    from pooled
    where is_pool
),

placed_persons as (
    select
        {% for key in pool_keys %}pools.{{ key }},
        {% endfor -%}
        persons.segment,
        persons.person_key,
        persons.business_date,
        bit_or(persons.numerator_bits) as numerator_bits,
        bit_or(persons.denominator_bits) as denominator_bits
    from {{ member_persons }} as persons
    inner join {{ ref('int_kpi__shop_sets') }} as sets
        on persons.platform = sets.platform and persons.shop_id = sets.shop_id and persons.definition_set = sets.definition_set
    inner join pools
        on
            persons.member_kind = pools.member_kind and persons.member_id = pools.member_id
            and {{ month_start('persons.business_date') }} = pools.month_start
            and pools.pool_platform in ('(all)', persons.platform)
            and pools.pool_set = case when pools.pool_set = '(own)' and sets.is_own_set then '(own)' else persons.definition_set end
    group by
        {% for key in pool_keys %}pools.{{ key }},
        {% endfor -%}
        persons.segment, persons.person_key, persons.business_date
),

counted_persons as (
    {{ counted_alike('placed_persons', pool_keys + ['segment']) | indent(4) }}
),

bits as (
    select
        kpi_id,
        max(person_bit) as person_bit
    from {{ ref('int_kpi__shapes') }}
    where person_bit is not null
    group by kpi_id
),

persons as (
    select
        pooled.pool_no,
        counted.segment,
        {{ counted_by_bit('counted', 'bits.person_bit') | indent(8) }}
    from counted_persons as counted
    inner join pooled
        on
            {% for key in pool_keys %}counted.{{ key }} = pooled.{{ key }}
            and {% endfor %}pooled.is_pool
    inner join bits on pooled.kpi_id = bits.kpi_id
    group by pooled.pool_no, counted.segment
),

summed as (
    {{ sums_with_persons('sums', 'persons', ['pool_no', 'segment']) | indent(4) }}
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
        pooled.*,
        summed.segment,
        bases.person_basis,
        case
            when pooled.counts_differently then 'counted_differently'
            when pooled.count_shops > 1 and pooled.numerator_kind = 'max' then 'maximum'
            when pooled.count_platforms > 1 and bases.person_basis = 'distinct_persons' then 'persons_of_platforms'
        end as refusal_reason,
        {{ numerator_and_denominator() | indent(8) }}
    from pooled
    inner join summed on pooled.pool_no = summed.pool_no
    inner join bases
        on (pooled.numerator_kind = 'persons' or pooled.denominator_kind = 'persons') = (bases.person_basis <> 'units')
    where not pooled.has_foreign_denominator or summed.denominator_sum is not null
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
