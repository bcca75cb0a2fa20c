{#- The same evaluation as evaluate_units, with the same arguments, for sums alone. A unit is judged once by each set of rules and
    not once by each KPI: which conditions hold of it is written into the bits of one number. Units alike in that are added up,
    with all measures beside each other, and only these sums meet the KPIs that count them. -#}

{#- Sums of the units that are alike, for each figure that counts them; not yet one row per figure, agent, segment and day. -#}
{% macro unit_sums(unit_type, fact, date_column, measures, reasons=[], segment=none, has_shop_rows=true, rules_date_column=none, where=none) %}
with measured as (
    select
        {{ judged_columns(date_column, segment, reasons) | indent(8) }}
        {%- for measure, expression in measures.items() if expression != '1' %},
        cast({{ expression }} as decimal(28, 8)) as {{ measure }}_measure
        {%- endfor %}
    {{ judged_units(unit_type, fact, date_column, has_shop_rows, rules_date_column, where) | indent(4) }}
),

alike as (
    select
        rule_no,
        agent_id,
        business_date,
        segment,
        conditions,
        {%- for measure, expression in measures.items() %}
        {%- set one = expression == '1' %}
        {{ 'cast(count(*) as decimal(38, 8))' if one else 'sum(' ~ measure ~ '_measure)' }} as {{ measure }}_sum,
        {{ 'cast(1 as decimal(28, 8))' if one else 'max(' ~ measure ~ '_measure)' }} as {{ measure }}_max,
        {{ 'count(*)' if one else 'count(' ~ measure ~ '_measure)' }} as {{ measure }}_known,
        {%- endfor %}
        count(*) as count_alike
    from measured
    group by rule_no, agent_id, business_date, segment, conditions
),

counted as (
    select
        members.definition_set,
        members.kpi_id,
        members.platform,
        members.shop_id,
        alike.agent_id,
        case when members.is_segmented then coalesce(alike.segment, '(none)') else '(all)' end as segment,
        alike.business_date,
        alike.count_alike,
        {%- for part in ['numerator', 'denominator'] %}
        {%- for column in ['sum', 'max', 'known'] %}
        case members.{{ part }}_measure
            {%- for measure in measures %}
            when '{{ measure }}' then alike.{{ measure }}_{{ column }}
            {%- endfor %}
        end as {{ part }}_{{ column }},
        {%- endfor %}
        {%- endfor %}
        {{ outcome(reasons, 'alike.conditions') | indent(8) }} as outcome
    from alike
    inner join {{ ref('int_kpi__unit_members') }} as members
        on
            alike.rule_no = members.rule_no and members.unit_type = '{{ unit_type }}'
            and {{ is_served_by('members', 'alike.agent_id') }}
)

select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    agent_id,
    segment,
    business_date,
    {%- for part in ['numerator', 'denominator'] %}
    case when outcome = 'counted' then {{ part }}_sum end as {{ part }}_sum,
    case when outcome = 'counted' then {{ part }}_max end as {{ part }}_max,
    {%- endfor %}
    case when outcome = 'counted' then count_alike else 0 end as count_units,
    case when outcome = 'counted' then 0 else count_alike end as count_excluded_units,
    case when outcome = 'unknown' then count_alike else 0 end as count_unknown_units,
    -- counted although neither measure has a value; what is excluded has none
    case when outcome = 'counted' then count_alike - greatest(coalesce(numerator_known, 0), coalesce(denominator_known, 0)) else 0 end
        as count_contradictions
from counted
{% endmacro %}

{#- The persons of the units, with the bits of the figures in whose numerator and denominator they stand; not yet one row per person. -#}
{% macro unit_persons(unit_type, fact, date_column, measures, reasons=[], person=none, segment=none, has_shop_rows=true, rules_date_column=none, where=none) %}
with measured as (
    select
        {{ judged_columns(date_column, segment, reasons) | indent(8) }},
        units.scope_agent_id = '(shop)' as is_shop,
        units.{{ person }} as person_key,
        {%- for measure, expression in measures.items() %}
        case when {{ expression }} > 0 then {{ 2 ** loop.index0 }} else 0 end{{ ' +' if not loop.last }}
        {%- endfor %} as positive_measures
    {{ judged_units(unit_type, fact, date_column, has_shop_rows, rules_date_column, where, 'units.' ~ person ~ ' is not null') | indent(4) }}
),

alike as (
    select distinct
        rule_no,
        conditions,
        is_shop,
        positive_measures
    from measured
),

judged as (
    select
        alike.rule_no,
        alike.conditions,
        alike.is_shop,
        alike.positive_measures,
        members.definition_set,
        members.platform,
        members.shop_id,
        members.is_segmented,
        {%- for part in ['numerator', 'denominator'] %}
        case members.{{ part }}_measure
            {%- for measure in measures %}
            when '{{ measure }}' then {{ has_bit('alike.positive_measures', 2 ** loop.index0) }}
            {%- endfor %}
        end as is_in_{{ part }},
        {%- endfor %}
        members.person_bit,
        {{ outcome(reasons, 'alike.conditions') | indent(8) }} as outcome
    from alike
    inner join {{ ref('int_kpi__unit_members') }} as members
        on
            alike.rule_no = members.rule_no and members.unit_type = '{{ unit_type }}' and members.person_bit is not null
            and {{ is_served_by('members', "case when alike.is_shop then '(shop)' else '-' end") }}
),

figures as (
    select
        rule_no,
        conditions,
        is_shop,
        positive_measures,
        definition_set,
        platform,
        shop_id,
        is_segmented,
        bit_or(case when is_in_numerator then person_bit else 0 end) as numerator_bits,
        bit_or(case when is_in_denominator then person_bit else 0 end) as denominator_bits
    from judged
    where outcome = 'counted' and (is_in_numerator or is_in_denominator)
    group by rule_no, conditions, is_shop, positive_measures, definition_set, platform, shop_id, is_segmented
)

select
    figures.definition_set,
    figures.platform,
    figures.shop_id,
    measured.agent_id,
    case when figures.is_segmented then coalesce(measured.segment, '(none)') else '(all)' end as segment,
    measured.business_date,
    measured.person_key,
    figures.numerator_bits,
    figures.denominator_bits
from measured
inner join figures
    on
        measured.rule_no = figures.rule_no and measured.conditions = figures.conditions
        and measured.is_shop = figures.is_shop and measured.positive_measures = figures.positive_measures
{% endmacro %}

{#- What identifies units that are alike: their rules, agent, day and segment, and the bits of the conditions that hold. A reason
    that the unit itself names has a second bit: whether it tells that something is unknown. -#}
{% macro judged_columns(date_column, segment, reasons) -%}
rules.rule_no,
units.scope_agent_id as agent_id,
units.{{ date_column }} as business_date,
{{ 'units.' ~ segment if segment else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as segment,
{% for whom, condition, reason in reasons -%}
case when {{ condition }} then {{ 2 ** loop.index0 }} else 0 end +
{% if '.' in reason -%}
case when {{ is_unknown_reason(reason) }} then {{ 2 ** (loop.index0 + reasons | length) }} else 0 end +
{% endif -%}
{% endfor -%}
0 as conditions
{%- endmacro %}

{% macro judged_units(unit_type, fact, date_column, has_shop_rows, rules_date_column, where, person_condition=none) -%}
from (
    {{ unit_scopes(fact, has_shop_rows) | indent(4) }}
) as units
inner join {{ ref('int_kpi__unit_rules') }} as rules
    on
        units.platform = rules.platform and units.shop_id = rules.shop_id and rules.unit_type = '{{ unit_type }}'
        and units.{{ rules_date_column or date_column }} between rules.valid_from and rules.valid_to
{%- set conditions = [where, person_condition] | select | list %}
{%- if conditions %}
where {{ conditions | join(' and ') }}
{%- endif %}
{%- endmacro %}

{#- What becomes of units alike under one KPI: counted, excluded, or excluded because something is unknown. -#}
{% macro outcome(reasons, conditions) -%}
case
    {%- for whom, condition, reason in reasons %}
    when {{ concerns(whom) }}{{ has_bit(conditions, 2 ** loop.index0) }}
        {%- if '.' in reason %}
        then case when {{ has_bit(conditions, 2 ** (loop.index0 + reasons | length)) }} then 'unknown' else 'excluded' end
        {%- else %}
        then '{{ 'unknown' if 'unknown' in reason or reason == 'messages_missing' else 'excluded' }}'
        {%- endif %}
    {%- endfor %}
    else 'counted'
end
{%- endmacro %}

{#- Whether a reason says that the files do not tell what a unit is, not that it is something else. -#}
{% macro is_unknown_reason(reason) -%}
({{ reason }} like '%unknown%' or {{ reason }} = 'messages_missing')
{%- endmacro %}

{#- The arguments of evaluate_units that unit_sums takes: it needs no keys of units. -#}
{% macro arguments_of(unit) %}
{%- set arguments = {} -%}
{%- for name, value in unit.items() if name not in ('unit_key', 'session', 'person', 'has_person_for_persons_alone') -%}
{%- do arguments.update({name: value}) -%}
{%- endfor -%}
{{ return(arguments) }}
{% endmacro %}
