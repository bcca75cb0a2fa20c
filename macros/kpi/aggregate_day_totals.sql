{#- Figures of a period: sums over units, or distinct persons where the KPI says so, never averages of figures.
    `period` is 'day' or 'month'; `bases` lists how persons are counted in it:
    'units' (figures without persons), 'person_days' (a person counts once a day), 'distinct_persons' (once a period);
    `day_totals` and `day_persons` are relations in the form of int_kpi__day_totals and int_kpi__day_persons. -#}
{% macro aggregate_day_totals(period, bases, day_totals, day_persons) %}
{%- set person_keys = ['definition_set', 'platform', 'shop_id', 'agent_id', 'segment', 'period_start'] %}
{%- set figure_keys = person_keys + ['kpi_id'] %}
with shapes as (
    select * from {{ ref('int_kpi__shapes') }}
    {%- if period == 'day' %} where period <> 'month'{% endif %}
),

placed as (
    {{ totals_of_period(period, day_totals) }}
),

sums as (
    {{ summed('placed', figure_keys) | indent(4) }}
),

placed_persons as (
    {{ persons_of_period(period, day_persons) | indent(4) }}
),

counted_persons as (
    {{ counted_alike('placed_persons', person_keys + ['trailing_kpi_id']) | indent(4) }}
),

persons as (
    select
        {% for key in person_keys %}counted.{{ key }},
        {% endfor -%}
        shapes.kpi_id,
        {{ counted_by_bit('counted', 'shapes.person_bit') | indent(8) }}
    from counted_persons as counted
    inner join shapes
        on
            counted.platform = shapes.platform and counted.shop_id = shapes.shop_id and counted.definition_set = shapes.definition_set
            and counted.trailing_kpi_id = case when shapes.period = 'trailing' then shapes.kpi_id else '-' end
    where shapes.person_bit is not null
    group by
        {% for key in person_keys %}counted.{{ key }},
        {% endfor -%}
        shapes.kpi_id
),

totals as (
    {{ sums_with_persons('sums', 'persons', figure_keys) | indent(4) }}
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

{#- Persons of a period, one row per day of his that stands in it; `trailing_kpi_id` is '-' or the one figure over the last days in
    whose window the day lies. -#}
{% macro persons_of_period(period, day_persons) -%}
select
    persons.*,
    '-' as trailing_kpi_id,
    {{ 'persons.business_date' if period == 'day' else month_start('persons.business_date') }} as period_start
from {{ day_persons }} as persons
union all
select
    persons.*,
    windows_.kpi_id as trailing_kpi_id,
    windows_.{{ 'date_day' if period == 'day' else 'month_start' }} as period_start
from {{ day_persons }} as persons
inner join {{ ref('int_kpi__trailing_windows') }} as windows_
    on
        persons.platform = windows_.platform and persons.shop_id = windows_.shop_id and persons.definition_set = windows_.definition_set
        and persons.business_date between windows_.first_day and windows_.date_day
        {%- if period == 'month' %} and windows_.is_last_of_month{% endif %}
inner join shapes
    on
        windows_.platform = shapes.platform and windows_.shop_id = shapes.shop_id and windows_.definition_set = shapes.definition_set
        and windows_.kpi_id = shapes.kpi_id and shapes.person_bit is not null
{%- endmacro %}

{#- Rows of persons in the form of int_kpi__day_persons, one per key, person and day: how many persons, and how many days of persons,
    stand in the same figures. Few, whatever the number of persons. -#}
{% macro counted_alike(persons, keys) -%}
select
    {{ keys | join(',\n    ') }},
    numerator_bits,
    denominator_bits,
    cast(count(*) as bigint) as count_days,
    cast(0 as bigint) as count_persons
from {{ persons }}
group by
    {{ keys | join(',\n    ') }},
    numerator_bits, denominator_bits
union all
select
    {{ keys | join(',\n    ') }},
    numerator_bits,
    denominator_bits,
    cast(0 as bigint) as count_days,
    cast(count(*) as bigint) as count_persons
from (
    select
        {{ keys | join(',\n        ') }},
        person_key,
        bit_or(numerator_bits) as numerator_bits,
        bit_or(denominator_bits) as denominator_bits
    from {{ persons }}
    group by
        {{ keys | join(',\n        ') }},
        person_key
) as once
group by
    {{ keys | join(',\n    ') }},
    numerator_bits, denominator_bits
{%- endmacro %}

{#- Of what counted_alike gives, the persons and days of persons in the figure of a bit. -#}
{% macro counted_by_bit(counted, bit) -%}
{%- for part in ['numerator', 'denominator'] -%}
sum(case when {{ has_bit(counted ~ '.' ~ part ~ '_bits', bit) }} then {{ counted }}.count_persons else 0 end) as {{ part }}_persons,
sum(case when {{ has_bit(counted ~ '.' ~ part ~ '_bits', bit) }} then {{ counted }}.count_days else 0 end) as {{ part }}_person_days{{ ',\n' if not loop.last }}
{%- endfor %}
{%- endmacro %}

{#- Rows of day totals added up per key. -#}
{% macro summed(placed, keys) -%}
select
    {{ keys | join(',\n    ') }},
    {%- for part in ['numerator', 'denominator'] %}
    sum({{ part }}_sum) as {{ part }}_sum,
    max({{ part }}_max) as {{ part }}_max,
    {%- endfor %}
    cast(sum(count_units) as bigint) as count_units,
    cast(sum(count_excluded_units) as bigint) as count_excluded_units,
    cast(sum(count_unknown_units) as bigint) as count_unknown_units,
    max(figure_date) as last_date
from {{ placed }}
group by
    {{ keys | join(',\n    ') }}
{%- endmacro %}

{#- What `summed` gives with what counted_by_bit gives for the same keys; both may be names or queries in brackets. -#}
{% macro sums_with_persons(sums, persons, keys) -%}
select
    sums.*,
    {%- for column in ['numerator_persons', 'numerator_person_days', 'denominator_persons', 'denominator_person_days'] %}
    coalesce(persons.{{ column }}, 0) as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ sums }} as sums
left join {{ persons }} as persons
    on
        {% for key in keys %}sums.{{ key }} = persons.{{ key }}{{ '\n        and ' if not loop.last }}{% endfor %}
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
cast(case when {{ is_plain_count }} then {{ numerator }} else {{ quotient(numerator, 'nullif(' ~ denominator ~ ', 0)') }} end as decimal(28, 8))
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

{#- Day totals and, as rows of their own without sums, the persons of each figure; for readers of a few figures. -#}
{% macro totals_and_persons(day_totals, day_persons) -%}
{%- set sums = ['numerator_sum', 'numerator_max', 'denominator_sum', 'denominator_max'] -%}
{%- set counts = ['count_units', 'count_excluded_units', 'count_unknown_units'] -%}
{%- set keys = ['definition_set', 'platform', 'shop_id', 'agent_id', 'segment', 'business_date'] -%}
select
    totals.kpi_id,
    {% for column in keys + sums + counts %}totals.{{ column }},
    {% endfor -%}
    cast(null as {{ dbt.type_string() }}) as person_key,
    cast(0 as bigint) as numerator_bits,
    cast(0 as bigint) as denominator_bits
from {{ day_totals }} as totals
union all
select
    shapes.kpi_id,
    {% for column in keys %}persons.{{ column }},
    {% endfor -%}
    {% for column in sums %}cast(null as decimal(38, 8)) as {{ column }},
    {% endfor -%}
    {% for column in counts %}cast(0 as bigint) as {{ column }},
    {% endfor -%}
    persons.person_key,
    cast(case when {{ has_bit('persons.numerator_bits', 'shapes.person_bit') }} then 1 else 0 end as bigint) as numerator_bits,
    cast(case when {{ has_bit('persons.denominator_bits', 'shapes.person_bit') }} then 1 else 0 end as bigint) as denominator_bits
from {{ day_persons }} as persons
inner join {{ ref('int_kpi__shapes') }} as shapes
    on
        persons.platform = shapes.platform and persons.shop_id = shapes.shop_id and persons.definition_set = shapes.definition_set
        and shapes.person_bit is not null
{%- endmacro %}

{#- Rows in the form of totals_and_persons, with figure_date, added up per key: sums, persons and days of persons;
    `days_of_persons` has one row per key, person and day of them. -#}
{% macro summed_with_persons(placed, days_of_persons, keys) -%}
{%- set persons -%}
(
    select
        {{ keys | join(',\n        ') }},
        {{ counted_by_bit('counted', '1') | indent(8) }}
    from (
        {{ counted_alike(days_of_persons, keys) | indent(8) }}
    ) as counted
    group by {{ keys | join(', ') }}
)
{%- endset -%}
{{ sums_with_persons('(' ~ summed(placed, keys) ~ ')', persons, keys) }}
{%- endmacro %}
