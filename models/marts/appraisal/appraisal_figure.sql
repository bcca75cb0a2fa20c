-- grain: one figure that a scheme asks for, of one person and month, and where the units that it is made of are found.
-- Shares are made of the units of the KPI they are a share of; figures made of other figures have no units of their own.
with counted as (
    select
        kpi_id,
        bool_or(period = 'trailing') as is_trailing
    from {{ ref('int_kpi__shapes') }}
    group by kpi_id
),

-- a figure over the last days of a month takes in days before it
last_days as (
    select
        figures.agent_id,
        figures.month_start,
        figures.requested_kpi_id,
        figures.definition_set,
        figures.segment,
        figures.person_basis,
        min(windows_.first_day) as first_day,
        max(windows_.date_day) as last_day
    from {{ ref('int_appraisal__figures') }} as figures
    inner join {{ ref('int_kpi__trailing_windows') }} as windows_
        on
            figures.kpi_id = windows_.kpi_id and figures.month_start = windows_.month_start and windows_.is_last_of_month
            and (figures.shop_id = '(all)' or (figures.platform = windows_.platform and figures.shop_id = windows_.shop_id))
    inner join {{ ref('int_kpi__shop_sets') }} as sets
        on
            windows_.platform = sets.platform and windows_.shop_id = sets.shop_id and windows_.definition_set = sets.definition_set
            and ((figures.definition_set = '(own)' and sets.is_own_set) or figures.definition_set = sets.definition_set)
    where figures.figure_basis = 'reviewed'
    group by
        figures.agent_id, figures.month_start, figures.requested_kpi_id, figures.definition_set, figures.segment, figures.person_basis
)

select
    figures.agent_id,
    figures.month_start,
    figures.requested_kpi_id,
    figures.kpi_id,
    figures.definition_set,
    figures.segment,
    figures.person_basis,
    figures.scheme_id,
    figures.scheme_version,
    figures.platform,
    figures.shop_id,
    figures.numerator,
    figures.denominator,
    figures.value,
    figures.count_units,
    figures.excluded_units,
    figures.finality,
    figures.missing_reason,
    case
        when shares.kpi_id is not null then 'share'
        when counted.is_trailing then 'days_before'
        when counted.kpi_id is not null then 'units'
        else 'figures'
    end as made_of,
    case when shares.kpi_id is not null then shares.base_kpi_id when counted.kpi_id is not null then figures.kpi_id end as unit_kpi_id,
    coalesce(last_days.first_day, figures.month_start) as first_unit_day,
    coalesce(last_days.last_day, {{ add_days(add_months('figures.month_start', 1), -1) }}) as last_unit_day
from {{ ref('int_appraisal__figures') }} as figures
left join {{ ref('kpi_shares') }} as shares on figures.kpi_id = shares.kpi_id
left join counted on figures.kpi_id = counted.kpi_id
left join last_days
    on
        figures.agent_id = last_days.agent_id and figures.month_start = last_days.month_start
        and figures.requested_kpi_id = last_days.requested_kpi_id and figures.definition_set = last_days.definition_set
        and figures.segment = last_days.segment and figures.person_basis = last_days.person_basis
where figures.figure_basis = 'reviewed'
