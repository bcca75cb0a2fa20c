-- grain: one figure, total, rank, tier, item of pay or sum of pay of one person in a month that order reviews touch: before and after them.
with after_them as (
    select * from {{ ref('int_appraisal__review_figures') }}
    where figure_basis = 'reviewed'
),

before_them as (
    select * from {{ ref('int_appraisal__review_figures') }}
    where figure_basis = 'exported'
),

items as (
    select
        item_id,
        max(name_en) as name_en,
        max(name_zh) as name_zh
    from {{ ref('int_appraisal__pay_items') }}
    group by item_id
),

compared as (
    select
        coalesce(after.agent_id, before.agent_id) as agent_id,
        coalesce(after.month_start, before.month_start) as month_start,
        coalesce(after.effect_kind, before.effect_kind) as effect_kind,
        coalesce(after.subject_id, before.subject_id) as subject_id,
        coalesce(after.kpi_id, before.kpi_id) as kpi_id,
        coalesce(after.definition_set, before.definition_set) as definition_set,
        coalesce(after.segment, before.segment) as segment,
        before.numerator as numerator_before,
        before.denominator as denominator_before,
        before.value as value_before,
        before.missing_reason as missing_reason_before,
        after.numerator as numerator_after,
        after.denominator as denominator_after,
        after.value as value_after,
        after.missing_reason as missing_reason_after
    from after_them as after
    full outer join before_them as before
        on
            after.agent_id = before.agent_id and after.month_start = before.month_start
            and after.effect_kind = before.effect_kind and after.subject_id = before.subject_id
            and after.definition_set = before.definition_set and after.segment = before.segment
),

named as (
    select
        compared.*,
        case compared.effect_kind
            when 'kpi' then coalesce(kpi.name_en, compared.subject_id)
            when 'pay_item' then items.name_en
            when 'total_score' then 'Total score'
            when 'score_rank' then 'Rank'
            when 'tier' then 'Tier'
            when 'earned_amount' then 'Earned'
            when 'payable_amount' then 'To be paid, the annual top-up apart'
        end as name_en,
        case compared.effect_kind
            when 'kpi' then coalesce(kpi.name_zh, compared.subject_id)
            when 'pay_item' then items.name_zh
            when 'total_score' then '总分'
            when 'score_rank' then '名次'
            when 'tier' then '等级'
            when 'earned_amount' then '应得'
            when 'payable_amount' then '应发（不含年度补差）'
        end as name_zh,
        case
            when compared.effect_kind = 'kpi' then coalesce(kpi.unit, '-')
            when compared.effect_kind in ('pay_item', 'earned_amount', 'payable_amount') then 'cny'
            when compared.effect_kind = 'total_score' then 'points'
            else 'number'
        end as unit
    from compared
    left join {{ ref('dim_kpi') }} as kpi on compared.kpi_id = kpi.kpi_id
    left join items on compared.effect_kind = 'pay_item' and compared.subject_id = items.item_id
)

select
    {{ surrogate_key(['agent_id', 'month_start', 'effect_kind', 'subject_id', 'definition_set', 'segment']) }} as effect_key,
    agent_id,
    month_start,
    effect_kind,
    subject_id,
    definition_set,
    segment,
    name_en,
    name_zh,
    unit,
    numerator_before,
    denominator_before,
    value_before,
    missing_reason_before,
    numerator_after,
    denominator_after,
    value_after,
    missing_reason_after,
    cast(value_after - value_before as decimal(28, 8)) as difference,
    -- equal values can be made of other parts
    coalesce(value_after <> value_before, (value_after is null) <> (value_before is null))
    or coalesce(numerator_after, -1) <> coalesce(numerator_before, -1)
    or coalesce(denominator_after, -1) <> coalesce(denominator_before, -1) as is_changed,
    name_en || ': ' || coalesce({{ figure_text('value_before', 'unit', 'en') | indent(4) }}, 'none')
    || ' before the order reviews, ' || coalesce({{ figure_text('value_after', 'unit', 'en') | indent(4) }}, 'none') || ' after' as sentence_en,
    name_zh || '：核单前 ' || coalesce({{ figure_text('value_before', 'unit', 'zh') | indent(4) }}, '无')
    || '，核单后 ' || coalesce({{ figure_text('value_after', 'unit', 'zh') | indent(4) }}, '无') as sentence_zh
from named
