-- grain: one person and month of the data in which the person was employed: the days, and the scheme that holds for the month.
-- The scheme of the first employed day says whether that day or the last employed one decides for the whole month.
with windows as (
    select
        agent_id,
        {{ month_start('day_') }} as month_start,
        min(day_) as first_day,
        max(day_) as last_day,
        cast(count(*) as integer) as employed_days
    from {{ ref('int_appraisal__scheme_days') }}
    group by agent_id, {{ month_start('day_') }}
),

decided as (
    select
        windows.*,
        {{ add_days(add_months('windows.month_start', 1), -1) }} as month_end,
        case when first_days.month_version = 'last_day' then windows.last_day else windows.first_day end as decided_on
    from windows
    inner join {{ ref('int_appraisal__scheme_days') }} as first_days
        on windows.agent_id = first_days.agent_id and windows.first_day = first_days.day_
),

-- what a person did in a shop of which the rest of the month is not there yet may still grow
worked as (
    select
        agent_id,
        month_start,
        min(data_until) as data_until
    from {{ ref('int_appraisal__worked_months') }}
    group by agent_id, month_start
),

reached as (
    select max(data_until) as data_until
    from {{ ref('int_kpi__data_until') }}
)

select
    decided.agent_id,
    decided.month_start,
    decided.month_end,
    {{ days_in('decided.month_start', 'decided.month_end') }} as month_days,
    decided.first_day,
    decided.last_day,
    decided.employed_days,
    decided.decided_on,
    schemes.hire_date,
    schemes.left_on,
    schemes.scheme_id,
    schemes.scheme_version,
    schemes.assigned_by,
    schemes.figure_platform,
    schemes.figure_shop_id,
    schemes.team,
    -- totals of different versions are not comparable
    schemes.scheme_id || '/' || cast(schemes.scheme_version as {{ dbt.type_string() }})
    || case schemes.ranked_within
        when 'team' then '/' || schemes.team
        when 'shop'
            then
                '/' || case
                    when schemes.figure_shop_id = '(all)' then schemes.platform || '/' || schemes.shop_id
                    else schemes.figure_platform || '/' || schemes.figure_shop_id
                end
        else ''
    end as rank_group,
    schemes.acknowledged_on,
    coalesce(shops.data_until, worked.data_until, reached.data_until) >= decided.month_end as is_month_complete
from decided
inner join {{ ref('int_appraisal__scheme_days') }} as schemes
    on decided.agent_id = schemes.agent_id and decided.decided_on = schemes.day_
cross join reached
left join worked on decided.agent_id = worked.agent_id and decided.month_start = worked.month_start
left join {{ ref('int_kpi__data_until') }} as shops
    on schemes.figure_platform = shops.platform and schemes.figure_shop_id = shops.shop_id
