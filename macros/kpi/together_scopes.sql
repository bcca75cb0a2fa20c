{#- What identifies the part that one shop brings to the figures of a person or team in a month. -#}
{% macro part_keys() -%}
{{ return(['definition_set', 'kpi_id', 'member_kind', 'member_id', 'month_start', 'platform', 'shop_id']) }}
{%- endmacro %}

{#- The parts in a relation in the form of int_kpi__member_units, with how the shop counted: one row per part. -#}
{% macro together_parts(member_units) -%}
select
    units.definition_set,
    units.kpi_id,
    units.member_kind,
    units.member_id,
    {{ month_start('units.business_date') }} as month_start,
    units.platform,
    units.shop_id,
    prints.is_own_set,
    min(prints.counted || ';' || prints.rules_read) as first_fingerprint,
    max(prints.counted || ';' || prints.rules_read) as last_fingerprint,
    max(units.business_date) as last_date,
    max(shapes.finality) as finality,
    max(shapes.numerator_kind) as numerator_kind,
    max(shapes.denominator_kind) as denominator_kind,
    bool_or(shapes.has_foreign_denominator) as has_foreign_denominator
from (
    select distinct
        definition_set,
        kpi_id,
        member_kind,
        member_id,
        platform,
        shop_id,
        business_date
    from {{ member_units }}
) as units
inner join {{ ref('int_kpi__fingerprints') }} as prints
    on
        units.platform = prints.platform and units.shop_id = prints.shop_id
        and units.definition_set = prints.definition_set and units.kpi_id = prints.kpi_id
        and units.business_date between prints.valid_from and prints.valid_to
inner join {{ ref('int_kpi__shapes') }} as shapes
    on
        units.platform = shapes.platform and units.shop_id = shapes.shop_id
        and units.definition_set = shapes.definition_set and units.kpi_id = shapes.kpi_id and shapes.period <> 'trailing'
group by
    units.definition_set, units.kpi_id, units.member_kind, units.member_id, {{ month_start('units.business_date') }},
    units.platform, units.shop_id, prints.is_own_set
{%- endmacro %}

{#- The parts, once in each scope that takes them. -#}
{% macro together_scopes(parts) -%}
{%- for chosen in ["'(own)'", parts ~ '.definition_set'] -%}
{%- set own = loop.first -%}
{%- for scope in ["'(all)'", parts ~ '.platform'] -%}
select
    {{ parts }}.*,
    {{ chosen }} as chosen_set,
    {{ scope }} as platform_scope
from {{ parts }}
{%- if own %}
where {{ parts }}.is_own_set
{%- endif %}
{{ 'union all\n' if not (loop.last and not own) }}
{%- endfor %}
{%- endfor %}
{%- endmacro %}

{#- The scopes with the number of the pool whose units are theirs: a named set whose parts are the own ones of all their shops
    shares the pool of '(own)', then a platform that has all the parts of '(all)' shares that pool. One scope of each `is_pool`. -#}
{% macro together_pools(scopes) -%}
select
    *,
    dense_rank() over (
        order by kpi_id asc, member_kind asc, member_id asc, month_start asc, pool_set asc, pool_platform asc
    ) as pool_no,
    chosen_set = pool_set and platform_scope = pool_platform as is_pool
from (
    select
        by_set.*,
        case when widest.count_parts = by_set.count_parts then '(all)' else by_set.platform_scope end as pool_platform
    from (
        select
            {{ scopes }}.*,
            case
                when own.count_parts = {{ scopes }}.count_parts and {{ scopes }}.count_own_parts = {{ scopes }}.count_parts then '(own)'
                else {{ scopes }}.chosen_set
            end as pool_set
        from {{ scopes }}
        left join {{ scopes }} as own
            on
                {{ scopes }}.kpi_id = own.kpi_id and {{ scopes }}.member_kind = own.member_kind
                and {{ scopes }}.member_id = own.member_id and {{ scopes }}.month_start = own.month_start
                and {{ scopes }}.platform_scope = own.platform_scope and own.chosen_set = '(own)'
    ) as by_set
    inner join {{ scopes }} as widest
        on
            by_set.pool_set = widest.chosen_set and by_set.kpi_id = widest.kpi_id
            and by_set.member_kind = widest.member_kind and by_set.member_id = widest.member_id
            and by_set.month_start = widest.month_start and widest.platform_scope = '(all)'
) as pooled
{%- endmacro %}
