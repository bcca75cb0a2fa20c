{#- Evaluates the rows of a fact for every KPI that counts them: the body of a kpi_units model.
    unit_type       name of the unit in kpi_members
    fact            relation with platform, shop_id and agent_id (NULL: the shop's alone)
    unit_key        column that identifies a row of the fact
    date_column     column with the day on which the unit stands
    rules_date_column   column with the day whose rules judge it, where that is another
    person, session, segment   columns, or none
    has_person_for_persons_alone   whether figures that count no persons show none
    reasons         list of (whom, condition, reason): the first that holds excludes the unit. `whom` is '*', a population, or a
                    condition over members.; `condition` is SQL over units. and rules.; `reason` a word, or SQL over units.
    measures        measure -> SQL over units. and rules., for numerator and denominator
    where           a condition over units. and rules. that a unit needs to be one at all
    has_shop_rows   false where the fact itself holds rows of agent '(shop)' -#}
{% macro evaluate_units(
    unit_type, fact, unit_key, date_column, measures, reasons=[], person=none, session=none, segment=none, has_shop_rows=true,
    rules_date_column=none, has_person_for_persons_alone=false, where=none
) %}
with scopes as (
    {{ unit_scopes(fact, has_shop_rows) | indent(4) }}
),

evaluated as (
    select
        members.definition_set,
        members.kpi_id,
        {%- if has_person_for_persons_alone %}
        members.numerator_kind,
        members.denominator_kind,
        {%- endif %}
        units.platform,
        units.shop_id,
        units.scope_agent_id as agent_id,
        units.{{ date_column }} as business_date,
        '{{ unit_type }}' as unit_type,
        units.{{ unit_key }} as unit_key,
        {{ 'units.' ~ session if session else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as session_key,
        {{ 'units.' ~ person if person else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as person_key,
        {{ 'units.' ~ segment if segment else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as segment,
        {% if reasons -%}
        case
            {%- for whom, condition, reason in reasons %}
            when {{ concerns(whom) }}({{ condition }}) then {{ reason if '.' in reason else "'" ~ reason ~ "'" }}
            {%- endfor %}
        end
        {%- else -%}
        cast(null as {{ dbt.type_string() }})
        {%- endif %} as exclusion_reason,
        {%- for part in ['numerator', 'denominator'] %}
        cast(
            case members.{{ part }}_measure
                {%- for measure, expression in measures.items() %}
                when '{{ measure }}' then {{ expression }}
                {%- endfor %}
            end as decimal(28, 8)
        ) as {{ part }}{{ ',' if not loop.last }}
        {%- endfor %}
    from scopes as units
    {{ join_members_and_rules('units', [unit_type], 'units.' ~ (rules_date_column or date_column), 'units.scope_agent_id') }}
    {%- if where %}
    where {{ where }}
    {%- endif %}
)

select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    agent_id,
    business_date,
    unit_type,
    unit_key,
    session_key,
    {{ "case when 'persons' in (numerator_kind, denominator_kind) then person_key end as person_key" if has_person_for_persons_alone else 'person_key' }},
    segment,
    exclusion_reason,
    case when exclusion_reason is null then numerator end as numerator,
    case when exclusion_reason is null then denominator end as denominator
from evaluated
{% endmacro %}

{#- The rows of a fact for their agents and, unless it holds such rows, for the shop. -#}
{% macro unit_scopes(fact, has_shop_rows) -%}
select
    facts.*,
    facts.agent_id as scope_agent_id
from {{ fact }} as facts
where facts.agent_id is not null
{%- if has_shop_rows %}
union all
select
    facts.*,
    '(shop)' as scope_agent_id
from {{ fact }} as facts
{%- endif %}
{%- endmacro %}

{#- The condition on a KPI's member row for which a reason holds. -#}
{% macro concerns(whom) -%}
{%- if 'members.' in whom %}{{ whom }} and {% elif whom != '*' %}members.population = '{{ whom }}' and {% endif -%}
{%- endmacro %}
