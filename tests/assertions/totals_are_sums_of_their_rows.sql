{{ config(tags=['code']) }}
-- Two ways to one number: the day totals, for which units are judged once by each set of rules, and the rows behind every figure,
-- judged once by each KPI.
with rows_added as (
    {{ day_totals(ref('kpi_units')) | indent(4) }}
),

persons as (
    {{ day_total_persons('rows_added') | indent(4) }}
),

sums as (
    select
        definition_set,
        kpi_id,
        platform,
        shop_id,
        agent_id,
        segment,
        business_date,
        sum(numerator_sum) as numerator_sum,
        max(numerator_max) as numerator_max,
        sum(denominator_sum) as denominator_sum,
        max(denominator_max) as denominator_max,
        cast(sum(count_units) as bigint) as count_units,
        cast(sum(count_excluded_units) as bigint) as count_excluded_units,
        cast(sum(count_unknown_units) as bigint) as count_unknown_units
    from rows_added
    group by definition_set, kpi_id, platform, shop_id, agent_id, segment, business_date
),
{%- set sum_columns = ['definition_set', 'kpi_id', 'platform', 'shop_id', 'agent_id', 'segment', 'business_date', 'numerator_sum', 'numerator_max',
    'denominator_sum', 'denominator_max', 'count_units', 'count_excluded_units', 'count_unknown_units'] | join(', ') %}
{%- set person_columns = ['definition_set', 'platform', 'shop_id', 'agent_id', 'segment', 'business_date', 'person_key', 'numerator_bits',
    'denominator_bits'] | join(', ') %}

differing_sums as (
    (
        select {{ sum_columns }} from sums
        except all
        select {{ sum_columns }} from {{ ref('int_kpi__day_totals') }}
    )
    union all
    (
        select {{ sum_columns }} from {{ ref('int_kpi__day_totals') }}
        except all
        select {{ sum_columns }} from sums
    )
),

differing_persons as (
    (
        select {{ person_columns }} from persons
        except all
        select {{ person_columns }} from {{ ref('int_kpi__day_persons') }}
    )
    union all
    (
        select {{ person_columns }} from {{ ref('int_kpi__day_persons') }}
        except all
        select {{ person_columns }} from persons
    )
)

select
    platform,
    shop_id,
    agent_id,
    business_date,
    kpi_id as what
from differing_sums
union all
select
    platform,
    shop_id,
    agent_id,
    business_date,
    'persons' as what
from differing_persons
