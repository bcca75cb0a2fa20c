{{ config(tags=['code']) }}
-- Figures that are made of units are the sum of those that appraisal_unit shows, or the persons in them.
with kinds as (
    select
        kpi_id,
        max(numerator_kind) as numerator_kind,
        max(denominator_kind) as denominator_kind
    from {{ ref('int_kpi__shapes') }}
    group by kpi_id
),

sums as (
    select
        agent_id,
        month_start,
        requested_kpi_id,
        definition_set,
        segment,
        person_basis,
        {% for part in ['numerator', 'denominator'] -%}
        coalesce(sum({{ part }}), 0) as {{ part }}_sum,
        max({{ part }}) as {{ part }}_max,
        count(distinct case when {{ part }} > 0 then person_key end) as {{ part }}_persons,
        count(distinct case when {{ part }} > 0 then person_key || cast(business_date as {{ dbt.type_string() }}) end) as {{ part }}_person_days,
        {% endfor -%}
        count(case when exclusion_reason is null then 1 end) as count_units
    from {{ ref('appraisal_unit') }}
    group by agent_id, month_start, requested_kpi_id, definition_set, segment, person_basis
)

select figures.*
from {{ ref('appraisal_figure') }} as figures
inner join kinds on figures.kpi_id = kinds.kpi_id
left join sums
    on
        figures.agent_id = sums.agent_id and figures.month_start = sums.month_start
        and figures.requested_kpi_id = sums.requested_kpi_id and figures.definition_set = sums.definition_set
        and figures.segment = sums.segment and figures.person_basis = sums.person_basis
where
    figures.made_of in ('units', 'days_before') and figures.value is not null
    and (
        sums.agent_id is null or figures.count_units <> sums.count_units
        {%- for part in ['numerator', 'denominator'] %}
        or figures.{{ part }} <> case
            when kinds.{{ part }}_kind = 'max' then sums.{{ part }}_max
            when kinds.{{ part }}_kind = 'persons' and figures.person_basis = 'person_days' then sums.{{ part }}_person_days
            when kinds.{{ part }}_kind = 'persons' then sums.{{ part }}_persons
            else sums.{{ part }}_sum
        end
        {%- endfor %}
    )
