-- grain: one calendar day between the first and the last day that the data reaches.
with bounds as (
    select
        min(first_day) as first_day,
        max(last_day) as last_day
    from (
        select
            min(business_date) as first_day,
            max(business_date) as last_day
        from {{ ref('fct_session') }}
        union all
        select
            min(created_date) as first_day,
            max(coalesce(paid_date, created_date)) as last_day
        from {{ ref('fct_order') }}
        union all
        select
            min(raised_date) as first_day,
            max(raised_date) as last_day
        from {{ ref('fct_ticket') }}
        union all
        select
            min(data_until) as first_day,
            max(data_until) as last_day
        from {{ ref('int_kpi__data_until') }}
    ) as spans
),

days as (
    {{ days_of('bounds') }}
)

select
    days.day_ as date_day,
    {{ month_start('days.day_') }} as month_start,
    cast({{ iso_weekday('days.day_') }} as integer) as iso_weekday,
    coalesce(exceptions.day_kind, case when {{ iso_weekday('days.day_') }} >= 6 then 'weekend' else 'workday' end) as day_kind,
    exceptions.name_en as holiday_name_en,
    exceptions.name_zh as holiday_name_zh
from days
left join {{ ref('ref_calendar_exceptions') }} as exceptions on days.day_ = exceptions.date_day
