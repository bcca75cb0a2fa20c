-- grain: one person and month: what is earned in it, the guarantee beside it, and the guarantee's parts in words.
with earned as (
    select
        agent_id,
        month_start,
        sum(amount) as earned_amount,
        bool_or(is_provisional) as is_provisional
    from {{ ref('int_appraisal__earnings') }}
    where counts_as = 'earned'
    group by agent_id, month_start
),

parts as (
    select
        agent_id,
        month_start,
        {{ dbt.listagg(
            amount_text('monthly_amount') ~ " || ' × ' || cast(counted_days as " ~ dbt.type_string() ~ ") || '/' || cast(month_days as " ~ dbt.type_string() ~ ")", "' + '", 'order by first_day asc'
        ) }} as parts_text
    from {{ ref('int_appraisal__guarantee_parts') }}
    where counted_days > 0
    group by agent_id, month_start
)

select
    months.agent_id,
    months.month_start,
    months.is_month_complete,
    schemes.settlement_rule,
    guarantees.guarantee_amount,
    guarantees.missing_reason as guarantee_missing_reason,
    cast(coalesce(earned.earned_amount, 0) as decimal(18, 2)) as earned_amount,
    coalesce(earned.is_provisional, false) as is_provisional,
    parts.parts_text
from {{ ref('int_appraisal__agent_months') }} as months
inner join {{ ref('dim_scheme') }} as schemes
    on months.scheme_id = schemes.scheme_id and months.scheme_version = schemes.scheme_version
inner join {{ ref('int_appraisal__guarantees') }} as guarantees
    on months.agent_id = guarantees.agent_id and months.month_start = guarantees.month_start
left join earned on months.agent_id = earned.agent_id and months.month_start = earned.month_start
left join parts on months.agent_id = parts.agent_id and months.month_start = parts.month_start
