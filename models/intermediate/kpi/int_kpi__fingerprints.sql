-- grain: one KPI of one shop under one definition set in one period: what it counts and the rules that it reads, as a text.
-- Figures of several shops add up where these texts are equal.
with readings as (
    select
        members.platform,
        members.shop_id,
        members.definition_set,
        members.is_own_set,
        members.kpi_id,
        {{ dbt.listagg(
            "concat_ws('|', members.unit_type, members.population, members.numerator_measure, members.numerator_kind, members.denominator_measure, members.denominator_kind)",
            "';'", "order by members.unit_type"
        ) }} as counted
    from {{ ref('int_kpi__members') }} as members
    group by members.platform, members.shop_id, members.definition_set, members.is_own_set, members.kpi_id
),

keys as (
    select
        members.platform,
        members.shop_id,
        members.definition_set,
        members.kpi_id,
        '|' || {{ dbt.listagg("unit_rules.rule_key", "'|'") }} || '|' as rule_keys
    from {{ ref('int_kpi__members') }} as members
    inner join {{ ref('kpi_unit_rules') }} as unit_rules
        on
            members.unit_type = unit_rules.unit_type
            and unit_rules.population in ('*', members.population)
            and unit_rules.measure in ('*', members.numerator_measure, members.denominator_measure)
    group by members.platform, members.shop_id, members.definition_set, members.kpi_id
)

select
    readings.platform,
    readings.shop_id,
    readings.definition_set,
    readings.is_own_set,
    readings.kpi_id,
    rules.valid_from,
    rules.valid_to,
    readings.counted,
    {{ rule_fingerprint('keys.rule_keys', 'rules') }} as rules_read
from readings
inner join {{ ref('int_kpi__rules') }} as rules
    on
        readings.platform = rules.platform and readings.shop_id = rules.shop_id
        and readings.definition_set = rules.definition_set and readings.kpi_id = rules.kpi_id
left join keys
    on
        readings.platform = keys.platform and readings.shop_id = keys.shop_id
        and readings.definition_set = keys.definition_set and readings.kpi_id = keys.kpi_id
