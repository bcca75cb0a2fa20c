-- grain: one row of a scheme (scorecard, gate, pay item) that names a KPI, with what is known of it; columns of a KPI that does not
-- exist, or not in the set, are NULL.
with named as (
    select
        {{ scheme_row_name('appraisal_scorecard', 'cards') }} as row_name,
        cards.kpi_id,
        cards.definition_set,
        cards.segment,
        cards.person_basis
    from {{ ref('appraisal_scorecard') }} as cards
    union all
    select
        {{ scheme_row_name('appraisal_gates', 'gates') }} as row_name,
        gates.kpi_id,
        gates.definition_set,
        '(all)' as segment,
        gates.person_basis
    from {{ ref('appraisal_gates') }} as gates
    union all
    select
        {{ scheme_row_name('appraisal_pay_items', 'items') }} as row_name,
        items.kpi_id,
        items.definition_set,
        '(all)' as segment,
        items.person_basis
    from {{ ref('appraisal_pay_items') }} as items
    where items.measure = 'kpi'
),

sets as (
    select distinct chosen_set
    from {{ ref('int_appraisal__scheme_kpis') }}
)

select
    named.row_name,
    named.kpi_id,
    named.definition_set,
    named.segment,
    named.person_basis,
    definitions.kpi_id is not null or named.kpi_id = 'headline_conversion' as is_known,
    sets.chosen_set is not null as is_set_known,
    kpis.has_person_figure,
    kpis.person_basis as kpi_person_basis,
    kpis.is_segmented
from named
left join {{ ref('kpi_definitions') }} as definitions on named.kpi_id = definitions.kpi_id
left join sets on named.definition_set = sets.chosen_set
left join {{ ref('int_appraisal__scheme_kpis') }} as kpis on named.kpi_id = kpis.kpi_id and named.definition_set = kpis.chosen_set
