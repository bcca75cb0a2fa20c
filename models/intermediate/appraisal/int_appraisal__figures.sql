-- grain: one figure that a scheme version asks for, of one person and month, per figure basis ('reviewed' | 'exported').
-- Figures that one shop alone has are that shop's; figures of several shops are added up from units, never from rates.
with requests as (
    select * from {{ ref('int_appraisal__requests') }}
),

matched as (
    select
        requests.agent_id,
        requests.month_start,
        requests.figure_basis,
        requests.requested_kpi_id,
        requests.definition_set,
        requests.segment,
        requests.person_basis,
        count(figures.shop_id) as count_shops,
        coalesce(bool_or(figures.is_touched), false) as is_touched,
        min(figures.platform) as platform,
        min(figures.shop_id) as shop_id,
        -- used where there is one shop
        min(figures.numerator) as numerator,
        min(figures.denominator) as denominator,
        min(figures.value) as value,
        cast(sum(figures.count_units) as bigint) as count_units,
        cast(sum(figures.excluded_units) as bigint) as excluded_units,
        min(figures.finality) as finality
    from requests
    inner join {{ ref('int_appraisal__shop_figures') }} as figures
        on
            requests.agent_id = figures.agent_id and requests.month_start = figures.month_start
            and requests.figure_basis = figures.figure_basis and requests.definition_set = figures.chosen_set
            and requests.kpi_id = figures.kpi_id and requests.segment = figures.segment
            and requests.person_basis = figures.person_basis
            and (requests.figure_shop_id = '(all)' or requests.figure_shop_id = figures.shop_id)
            and (requests.figure_platform = '(all)' or requests.figure_platform = figures.platform)
    group by
        requests.agent_id, requests.month_start, requests.figure_basis, requests.requested_kpi_id, requests.definition_set,
        requests.segment, requests.person_basis
),

together as (
    select
        false as is_touched,
        figures.*
    from {{ ref('kpi_together_monthly') }} as figures
    where figures.member_kind = 'agent' and figures.platform_scope = '(all)'
    union all
    select
        true as is_touched,
        figures.*
    from {{ ref('int_reviews__together_monthly') }} as figures
    where figures.member_kind = 'agent' and figures.platform_scope = '(all)'
),

computed_sets as (
    select distinct definition_set
    from {{ ref('int_kpi__shop_sets') }}
),

figured as (
    select
        requests.*,
        coalesce(matched.count_shops, 0) as count_shops,
        matched.platform,
        matched.shop_id,
        case when matched.count_shops = 1 then matched.numerator else together.numerator end as numerator,
        case when matched.count_shops = 1 then matched.denominator else together.denominator end as denominator,
        case when matched.count_shops = 1 then matched.value else together.value end as value,
        matched.count_units,
        matched.excluded_units,
        case when matched.count_shops = 1 then matched.finality else together.finality end as finality,
        case when matched.count_shops > 1 then coalesce(together.refusal_reason, case when together.kpi_id is null then 'not_addable' end) end
            as refusal_reason
    from requests
    left join matched
        on
            requests.agent_id = matched.agent_id and requests.month_start = matched.month_start
            and requests.figure_basis = matched.figure_basis and requests.requested_kpi_id = matched.requested_kpi_id
            and requests.definition_set = matched.definition_set and requests.segment = matched.segment
            and requests.person_basis = matched.person_basis
    left join together
        on
            matched.is_touched = together.is_touched and requests.agent_id = together.member_id
            and requests.month_start = together.month_start and requests.definition_set = together.definition_set
            and requests.kpi_id = together.kpi_id and requests.segment = together.segment
            and requests.person_basis = together.person_basis
)

select
    figured.agent_id,
    figured.month_start,
    figured.figure_basis,
    figured.scheme_id,
    figured.scheme_version,
    figured.requested_kpi_id,
    figured.kpi_id,
    figured.definition_set,
    figured.segment,
    figured.person_basis,
    case when figured.count_shops = 1 then figured.platform else figured.figure_platform end as platform,
    case when figured.count_shops = 1 then figured.shop_id else figured.figure_shop_id end as shop_id,
    figured.numerator,
    figured.denominator,
    figured.value,
    coalesce(figured.count_units, 0) as count_units,
    coalesce(figured.excluded_units, 0) as excluded_units,
    days.days_with_units,
    case
        when not figured.is_month_complete then 'provisional'
        else coalesce(figured.finality, 'final')
    end as finality,
    case
        when figured.value is not null then null
        when figured.has_different_conversions then 'different_conversions'
        when figured.refusal_reason is not null then figured.refusal_reason
        when figured.count_shops = 0 and figured.definition_set <> '(own)' and sets.definition_set is null then 'set_not_computed'
        when figured.count_shops = 0 then coalesce(gaps.missing_reason, 'no_units')
        else 'no_units'
    end as missing_reason,
    case when figured.count_shops = 0 then gaps.missing_en end as missing_en,
    case when figured.count_shops = 0 then gaps.missing_zh end as missing_zh
from figured
left join computed_sets as sets on figured.definition_set = sets.definition_set
left join {{ ref('int_appraisal__unit_days') }} as days
    on
        figured.agent_id = days.agent_id and figured.month_start = days.month_start
        and figured.definition_set = days.chosen_set and figured.kpi_id = days.kpi_id and figured.segment = days.segment
        and figured.figure_platform = days.figure_platform and figured.figure_shop_id = days.figure_shop_id
left join {{ ref('int_appraisal__figure_gaps') }} as gaps
    on
        figured.agent_id = gaps.agent_id and figured.month_start = gaps.month_start and figured.kpi_id = gaps.kpi_id
        and figured.figure_platform = gaps.figure_platform and figured.figure_shop_id = gaps.figure_shop_id
