-- grain: one figure, total, rank, tier, item of pay or sum of pay of one person in a month that reviews touch, per figure basis.
with touched as (
    select distinct month_start
    from {{ ref('int_reviews__touched') }}
),

told as (
    select
        agent_id,
        month_start,
        figure_basis,
        'kpi' as effect_kind,
        requested_kpi_id as subject_id,
        kpi_id,
        definition_set,
        segment,
        numerator,
        denominator,
        value,
        missing_reason
    from {{ ref('int_appraisal__figures') }}
    {%- for kind, column, reason in [
        ('total_score', 'total_score', 'no_total_reason'),
        ('score_rank', 'score_rank', 'coalesce(no_total_reason, no_rank_reason)'),
        ('tier', 'tier_no', 'no_total_reason'),
    ] %}
    union all
    select
        agent_id,
        month_start,
        figure_basis,
        '{{ kind }}' as effect_kind,
        '-' as subject_id,
        null as kpi_id,
        '-' as definition_set,
        '-' as segment,
        null as numerator,
        null as denominator,
        {{ column }} as value,
        {{ reason }} as missing_reason
    from {{ ref('int_appraisal__ranks') }}
    {%- endfor %}
    union all
    select
        agent_id,
        month_start,
        figure_basis,
        'pay_item' as effect_kind,
        item_id as subject_id,
        kpi_id,
        '-' as definition_set,
        '-' as segment,
        measure_numerator as numerator,
        measure_denominator as denominator,
        amount as value,
        coalesce(withheld_reason, missing_reason) as missing_reason
    from {{ ref('int_appraisal__pay_items') }}
    {%- for column in ['earned_amount', 'payable_amount'] %}
    union all
    select
        agent_id,
        month_start,
        figure_basis,
        '{{ column }}' as effect_kind,
        '-' as subject_id,
        null as kpi_id,
        '-' as definition_set,
        '-' as segment,
        null as numerator,
        null as denominator,
        {{ column }} as value,
        null as missing_reason
    from {{ ref('int_appraisal__review_pay') }}
    {%- endfor %}
)

select
    told.agent_id,
    told.month_start,
    told.figure_basis,
    told.effect_kind,
    told.subject_id,
    told.kpi_id,
    told.definition_set,
    told.segment,
    cast(told.numerator as decimal(28, 8)) as numerator,
    cast(told.denominator as decimal(28, 8)) as denominator,
    cast(told.value as decimal(28, 8)) as value,
    told.missing_reason
from told
inner join touched on told.month_start = touched.month_start
