-- grain: one row of a scheme that applies a rule: which rule, to a measure of which range, and how results must go with the measure
-- (wanted_order up = a greater measure never gets less, down = never more).
with scorecard as (
    select
        {{ scheme_row_name('appraisal_scorecard', 'cards') }} as used_by,
        'points' as result_kind,
        cards.scheme_id,
        cards.scheme_version,
        cards.strategy,
        cards.rule_id,
        cards.kpi_id as measure_name,
        -- compared with something, a figure has no highest value, and keeps its sign
        case when cards.reference = 'value' then kpis.lowest_value when kpis.lowest_value >= 0 then 0 end as lowest,
        case when cards.reference = 'value' then kpis.highest_value end as highest,
        true as is_highest_included,
        coalesce(kpis.is_whole and cards.reference = 'value', false) as is_whole,
        coalesce(nullif(cards.direction, '-'), kpis.direction) as wanted_order
    from {{ ref('appraisal_scorecard') }} as cards
    left join {{ ref('int_appraisal__scheme_kpis') }} as kpis on cards.kpi_id = kpis.kpi_id and cards.definition_set = kpis.chosen_set
),

tiers as (
    select
        scheme_id,
        scheme_version,
        band_table,
        min({{ cell_number('result') }}) as best_tier,
        max({{ cell_number('result') }}) as last_tier
    from {{ ref('appraisal_bands') }}
    group by scheme_id, scheme_version, band_table
),

pay as (
    select
        {{ scheme_row_name('appraisal_pay_items', 'items') }} as used_by,
        case when items.strategy in ('rate_band', 'marginal_rate') then 'rate' else 'amount' end
        || case when items.item_kind = 'deduction' then '_deducted' else '' end as result_kind,
        items.scheme_id,
        items.scheme_version,
        items.strategy,
        items.rule_id,
        case items.measure when 'kpi' then items.kpi_id else items.measure end as measure_name,
        case items.measure when 'kpi' then kpis.lowest_value when 'tier' then tiers.best_tier else totals.lowest_total end as lowest,
        case items.measure when 'kpi' then kpis.highest_value when 'tier' then tiers.last_tier else totals.highest_total end as highest,
        true as is_highest_included,
        coalesce(items.measure = 'tier' or (items.measure = 'kpi' and kpis.is_whole), false) as is_whole,
        case
            when items.item_kind = 'deduction' then null
            when items.measure = 'kpi' then kpis.direction
            when items.measure = 'tier' then 'down'
            else 'up'
        end as wanted_order
    from {{ ref('appraisal_pay_items') }} as items
    left join {{ ref('int_appraisal__scheme_kpis') }} as kpis on items.kpi_id = kpis.kpi_id and items.definition_set = kpis.chosen_set
    left join {{ ref('int_appraisal__score_ranges') }} as totals
        on items.scheme_id = totals.scheme_id and items.scheme_version = totals.scheme_version
    left join {{ ref('appraisal_schemes') }} as schemes
        on items.scheme_id = schemes.scheme_id and items.scheme_version = schemes.scheme_version
    left join tiers
        on
            items.scheme_id = tiers.scheme_id and items.scheme_version = tiers.scheme_version
            and schemes.tier_table = tiers.band_table
),

-- tier 1 is the best; a small percentile is a high rank
cut as (
    select
        {{ scheme_row_name('appraisal_schemes', 'schemes') }} as used_by,
        'tier' as result_kind,
        schemes.scheme_id,
        schemes.scheme_version,
        'band' as strategy,
        schemes.tier_table as rule_id,
        schemes.tier_basis as measure_name,
        case when schemes.tier_basis = 'percentile' then 0 else totals.lowest_total end as lowest,
        case when schemes.tier_basis = 'percentile' then 1 else totals.highest_total end as highest,
        coalesce(schemes.tier_basis <> 'percentile', true) as is_highest_included,
        false as is_whole,
        case schemes.tier_basis when 'percentile' then 'up' when 'total' then 'down' end as wanted_order
    from {{ ref('appraisal_schemes') }} as schemes
    left join {{ ref('int_appraisal__score_ranges') }} as totals
        on schemes.scheme_id = totals.scheme_id and schemes.scheme_version = totals.scheme_version
    where schemes.tier_table <> '-'
)

select * from scorecard
union all
select * from pay
union all
select * from cut
