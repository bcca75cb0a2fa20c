{#- Figures of a period: sums over units, or distinct persons where the KPI says so, never averages of figures.
    `period` is 'day' or 'month'; `bases` lists how persons are counted in it:
    'units' (figures without persons), 'person_days' (a person counts once a day), 'distinct_persons' (once a period);
    `day_totals` is a relation in the form of int_kpi__day_totals. -#}
{% macro aggregate_day_totals(period, bases, day_totals) %}
{%- set figure_keys = ['definition_set', 'kpi_id', 'platform', 'shop_id', 'agent_id', 'segment', 'period_start'] %}
with shapes as (
    select * from {{ ref('int_kpi__shapes') }}
    {%- if period == 'day' %} where period <> 'month'{% endif %}
),

placed as (
    {{ totals_of_period(period, day_totals) }}
),

persons as (
    {{ summed_by_person('placed', figure_keys) | indent(4) }}
),

totals as (
    {{ summed_over_persons('persons', figure_keys) | indent(4) }}
),

based as (
    select
        totals.*,
        shapes.numerator_kind,
        shapes.denominator_kind,
        shapes.finality,
        shapes.share_kpi_id,
        shapes.shared_over,
        bases.person_basis
    from totals
    inner join shapes
        on
            totals.platform = shapes.platform and totals.shop_id = shapes.shop_id
            and totals.definition_set = shapes.definition_set and totals.kpi_id = shapes.kpi_id
    inner join (
        {%- for basis in bases %}
        select '{{ basis }}' as person_basis{{ ' union all' if not loop.last }}
        {%- endfor %}
    ) as bases
        on (shapes.numerator_kind = 'persons' or shapes.denominator_kind = 'persons') = (bases.person_basis <> 'units')
    where not shapes.has_foreign_denominator or totals.denominator_sum is not null
),

figured as (
    select
        definition_set,
        kpi_id,
        platform,
        shop_id,
        agent_id,
        segment,
        period_start,
        person_basis,
        {{ numerator_and_denominator() | indent(8) }},
        denominator_kind = '-' as is_plain_count,
        count_units,
        count_excluded_units,
        last_date,
        finality,
        share_kpi_id,
        shared_over
    from based
),

-- A share of what all agents sold (silent orders are nobody's), or of all segments together.
shares as (
    select
        definition_set,
        share_kpi_id as kpi_id,
        platform,
        shop_id,
        agent_id,
        segment,
        period_start,
        person_basis,
        numerator,
        cast(sum(numerator) over (
            partition by
                definition_set, share_kpi_id, platform, shop_id, period_start, person_basis,
                case when shared_over = 'agents' then segment else agent_id end
        ) as decimal(28, 8)) as denominator,
        false as is_plain_count,
        count_units,
        count_excluded_units,
        last_date,
        finality,
        share_kpi_id,
        shared_over
    from figured
    where share_kpi_id is not null and (shared_over <> 'agents' or agent_id not in ('(shop)', '(silent)'))
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
    complete.segment,
    complete.period_start,
    complete.person_basis,
    complete.numerator,
    complete.denominator,
    {{ figure_value('complete.is_plain_count', 'complete.numerator', 'complete.denominator') }} as figure_value,
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

{#- Day totals with the first day of each period in whose figure they stand. A unit of a trailing figure stands in the figure
    of every day until `trailing_days` have passed, and in that of a month if it lies in the days that end with the month. -#}
{% macro totals_of_period(period, day_totals) -%}
select
    totals.*,
    {% if period == 'day' -%}
    coalesce(windows_.date_day, totals.business_date) as period_start,
    {%- else -%}
    coalesce(windows_.month_start, {{ month_start('totals.business_date') }}) as period_start,
    {%- endif %}
    coalesce(windows_.date_day, totals.business_date) as figure_date
from {{ day_totals }} as totals
inner join shapes
    on
        totals.platform = shapes.platform and totals.shop_id = shapes.shop_id
        and totals.definition_set = shapes.definition_set and totals.kpi_id = shapes.kpi_id
left join {{ ref('int_kpi__trailing_windows') }} as windows_
    on
        totals.platform = windows_.platform and totals.shop_id = windows_.shop_id
        and totals.definition_set = windows_.definition_set and totals.kpi_id = windows_.kpi_id
        and totals.business_date between windows_.first_day and windows_.date_day
        {%- if period == 'month' %} and windows_.is_last_of_month{% endif %}
where shapes.period <> 'trailing' or windows_.date_day is not null
{%- endmacro %}

{#- Rows of day totals, each day of a person once, added up per key and person (NULL: units without persons). Persons are counted
    by adding up twice, first each of them, then all: counting distinct texts costs several times as much. -#}
{% macro summed_by_person(placed, keys) -%}
select
    {{ keys | join(',\n    ') }},
    person_key,
    {%- for part in ['numerator', 'denominator'] %}
    sum({{ part }}_sum) as {{ part }}_sum,
    max({{ part }}_max) as {{ part }}_max,
    sum(case when person_key is not null and {{ part }}_max > 0 then 1 else 0 end) as {{ part }}_days,
    {%- endfor %}
    sum(count_units) as count_units,
    sum(count_excluded_units) as count_excluded_units,
    sum(count_unknown_units) as count_unknown_units,
    max(figure_date) as last_date
from {{ placed }}
group by
    {{ keys | join(',\n    ') }},
    person_key
{%- endmacro %}

{#- Rows of day totals of several agents or shops, added up per key, person and day: what summed_by_person takes. -#}
{% macro summed_by_day(placed, keys) -%}
select
    {{ keys | join(',\n    ') }},
    person_key,
    business_date as figure_date,
    {%- for part in ['numerator', 'denominator'] %}
    sum({{ part }}_sum) as {{ part }}_sum,
    max({{ part }}_max) as {{ part }}_max,
    {%- endfor %}
    sum(count_units) as count_units,
    sum(count_excluded_units) as count_excluded_units,
    sum(count_unknown_units) as count_unknown_units
from {{ placed }}
group by
    {{ keys | join(',\n    ') }},
    person_key, business_date
{%- endmacro %}

{#- What summed_by_person gives, added up per key: the sums, and how many persons and days of persons stand in them. -#}
{% macro summed_over_persons(persons, keys) -%}
select
    {{ keys | join(',\n    ') }},
    {%- for part in ['numerator', 'denominator'] %}
    sum({{ part }}_sum) as {{ part }}_sum,
    max({{ part }}_max) as {{ part }}_max,
    sum(case when {{ part }}_days > 0 then 1 else 0 end) as {{ part }}_persons,
    sum({{ part }}_days) as {{ part }}_person_days,
    {%- endfor %}
    cast(sum(count_units) as bigint) as count_units,
    cast(sum(count_excluded_units) as bigint) as count_excluded_units,
    cast(sum(count_unknown_units) as bigint) as count_unknown_units,
    max(last_date) as last_date
from {{ persons }}
group by
    {{ keys | join(',\n    ') }}
{%- endmacro %}

{#- Numerator and denominator by the kinds of a figure's shape and the person basis, as columns. -#}
{% macro numerator_and_denominator() -%}
cast(
    case
        when numerator_kind = 'max' then numerator_max
        -- a count of which no unit is known is unknown, not 0
        when denominator_kind = '-' and count_units = 0 and count_unknown_units > 0 then null
        when numerator_kind = 'persons' and person_basis = 'person_days' then numerator_person_days
        when numerator_kind = 'persons' then numerator_persons
        else coalesce(numerator_sum, 0)
    end as decimal(28, 8)
) as numerator,
cast(
    case
        when denominator_kind = '-' then null
        when denominator_kind = 'persons' and person_basis = 'person_days' then denominator_person_days
        when denominator_kind = 'persons' then denominator_persons
        else coalesce(denominator_sum, 0)
    end as decimal(28, 8)
) as denominator
{%- endmacro %}

{#- The value of a figure: the quotient of its parts, or the count alone. -#}
{% macro figure_value(is_plain_count, numerator, denominator) -%}
cast(case when {{ is_plain_count }} then {{ numerator }} else {{ numerator }} / nullif({{ denominator }}, 0) end as decimal(28, 8))
{%- endmacro %}

{#- Days after which a figure can no longer change, by the kind of finality. -#}
{% macro finality_days() -%}
case complete.finality
    when 'order' then rules.enquiry_window_days - 1
    when 'payment' then rules.enquiry_window_days - 1 + rules.pay_window_days
    when 'placed' then rules.pay_window_days
    when 'evaluation' then rules.evaluation_window_days
    when 'reopen' then rules.reopen_days
    when 'repeat' then rules.repeat_contact_days
    when 'repurchase' then rules.repurchase_days
    when 'retention' then rules.retention_days
    when 'returning' then rules.returning_days
    when 'outreach' then rules.outreach_window_days
    when 'review' then rules.bad_review_revision_days
    else 0
end
{%- endmacro %}

{#- The columns of day totals by name, for unions of relations that hold them. -#}
{% macro day_total_columns(alias) -%}
{%- for column in [
    'definition_set', 'kpi_id', 'platform', 'shop_id', 'agent_id', 'segment', 'business_date', 'person_key', 'numerator_sum', 'numerator_max',
    'denominator_sum', 'denominator_max', 'count_units', 'count_excluded_units', 'count_unknown_units'
] -%}
{{ alias }}.{{ column }}{{ ',\n' if not loop.last }}
{%- endfor %}
{%- endmacro %}
