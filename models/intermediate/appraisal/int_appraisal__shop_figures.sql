-- grain: one monthly figure of a person in one shop under a chosen set ('(own)' or a set by name), with all order reviews ('reviewed')
-- or as if there were none ('exported': only months that reviews touch, int_appraisal__review_months).
with touched as (
    select distinct
        platform,
        shop_id,
        definition_set,
        kpi_id,
        month_start
    from {{ ref('int_reviews__touched') }}
),

based as (
    select
        'reviewed' as figure_basis,
        false as is_touched,
        figures.*
    from {{ ref('kpi_monthly') }} as figures
    union all
    select
        'exported' as figure_basis,
        false as is_touched,
        figures.*
    from {{ ref('kpi_monthly') }} as figures
    inner join {{ ref('int_appraisal__review_months') }} as months on figures.month_start = months.month_start
    left join touched
        on
            figures.platform = touched.platform and figures.shop_id = touched.shop_id
            and figures.definition_set = touched.definition_set and figures.kpi_id = touched.kpi_id
            and figures.month_start = touched.month_start
    where touched.kpi_id is null
    union all
    select
        'exported' as figure_basis,
        true as is_touched,
        figures.definition_set,
        figures.kpi_id,
        figures.platform,
        figures.shop_id,
        figures.scope,
        figures.agent_id,
        figures.segment,
        figures.month_start,
        figures.person_basis,
        figures.numerator,
        figures.denominator,
        figures.value,
        figures.count_units,
        figures.excluded_units,
        figures.finality
    from {{ ref('int_reviews__monthly') }} as figures
),

sets as (
    select
        platform,
        shop_id,
        definition_set,
        definition_set as chosen_set
    from {{ ref('int_kpi__shop_sets') }}
    union all
    select
        platform,
        shop_id,
        definition_set,
        '(own)' as chosen_set
    from {{ ref('int_kpi__shop_sets') }}
    where is_own_set
)

select
    based.figure_basis,
    sets.chosen_set,
    based.definition_set,
    based.kpi_id,
    based.platform,
    based.shop_id,
    based.agent_id,
    based.segment,
    based.month_start,
    based.person_basis,
    based.numerator,
    based.denominator,
    based.value,
    based.count_units,
    based.excluded_units,
    based.finality,
    based.is_touched
from based
inner join sets
    on
        based.platform = sets.platform and based.shop_id = sets.shop_id
        and based.definition_set = sets.definition_set
where based.scope = 'agent' and left(based.agent_id, 1) <> '('
