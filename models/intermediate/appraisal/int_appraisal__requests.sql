-- grain: one figure that a scheme version asks for (scorecard, gates, pay items, tie-break), of one person and month, per figure basis,
-- with the KPI that is meant: headline_conversion is the conversion that the rules of the person's shops call their headline.
with asked as (
    select
        scheme_id,
        scheme_version,
        kpi_id as requested_kpi_id,
        definition_set,
        segment,
        person_basis
    from {{ ref('dim_scheme_kpi') }}
    union distinct
    select
        scheme_id,
        scheme_version,
        kpi_id as requested_kpi_id,
        definition_set,
        '(all)' as segment,
        person_basis
    from {{ ref('dim_scheme_gate') }}
    union distinct
    select
        scheme_id,
        scheme_version,
        kpi_id as requested_kpi_id,
        definition_set,
        '(all)' as segment,
        person_basis
    from {{ ref('dim_scheme_pay_item') }}
    where measure = 'kpi'
    union distinct
    -- a tie is broken by the figure of the person's shops; persons, as in a headline conversion, are counted by the day
    select
        schemes.scheme_id,
        schemes.scheme_version,
        schemes.tie_break_kpi_id as requested_kpi_id,
        '(own)' as definition_set,
        '(all)' as segment,
        case when coalesce(definitions.person_based, true) then 'person_days' else 'units' end as person_basis
    from {{ ref('dim_scheme') }} as schemes
    left join {{ ref('kpi_definitions') }} as definitions on schemes.tie_break_kpi_id = definitions.kpi_id
    where schemes.tie_break_kpi_id is not null
),

based_months as (
    select
        'reviewed' as figure_basis,
        months.*
    from {{ ref('int_appraisal__agent_months') }} as months
    union all
    select
        'exported' as figure_basis,
        months.*
    from {{ ref('int_appraisal__agent_months') }} as months
    inner join {{ ref('int_appraisal__review_months') }} as reviewed on months.month_start = reviewed.month_start
),

requests as (
    select
        months.agent_id,
        months.month_start,
        months.figure_basis,
        months.scheme_id,
        months.scheme_version,
        months.figure_platform,
        months.figure_shop_id,
        months.is_month_complete,
        asked.requested_kpi_id,
        asked.definition_set,
        asked.segment,
        asked.person_basis
    from based_months as months
    inner join asked on months.scheme_id = asked.scheme_id and months.scheme_version = asked.scheme_version
),

headline_requests as (
    select distinct
        agent_id,
        month_start,
        figure_basis,
        definition_set,
        figure_platform,
        figure_shop_id
    from requests
    where requested_kpi_id = 'headline_conversion'
),

-- shops in which the person has no conversion at all have no say in which one is meant, unless there is no other
resolved as (
    select
        requests.agent_id,
        requests.month_start,
        requests.figure_basis,
        requests.definition_set,
        count(distinct case when headlines.has_figure then headlines.kpi_id end) as count_conversions,
        min(case when headlines.has_figure then headlines.kpi_id end) as kpi_id,
        count(distinct headlines.kpi_id) as count_headlines,
        min(headlines.kpi_id) as headline_kpi_id
    from headline_requests as requests
    inner join {{ ref('int_appraisal__headlines') }} as headlines
        on
            requests.agent_id = headlines.agent_id and requests.month_start = headlines.month_start
            and requests.figure_basis = headlines.figure_basis and requests.definition_set = headlines.chosen_set
            and (requests.figure_shop_id = '(all)' or requests.figure_shop_id = headlines.shop_id)
            and (requests.figure_platform = '(all)' or requests.figure_platform = headlines.platform)
    group by requests.agent_id, requests.month_start, requests.figure_basis, requests.definition_set
)

select
    requests.*,
    case
        when requests.requested_kpi_id <> 'headline_conversion' then requests.requested_kpi_id
        when resolved.count_conversions = 1 then resolved.kpi_id
        when resolved.count_conversions = 0 and resolved.count_headlines = 1 then resolved.headline_kpi_id
    end as kpi_id,
    requests.requested_kpi_id = 'headline_conversion' and coalesce(resolved.count_conversions, 0) > 1 as has_different_conversions
from requests
left join resolved
    on
        requests.agent_id = resolved.agent_id and requests.month_start = resolved.month_start
        and requests.figure_basis = resolved.figure_basis and requests.definition_set = resolved.definition_set
