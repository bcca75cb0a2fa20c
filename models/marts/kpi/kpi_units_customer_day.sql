-- grain: one consumer and day evaluated for one KPI under one definition set (the shop as a whole).
-- One message unanswered, or answered too late, spoils the consumer's day.
with evaluated as (
    select
        members.definition_set,
        members.kpi_id,
        messages.platform,
        messages.shop_id,
        messages.customer_key,
        messages.business_date,
        sessions.invalid_reason = 'internal' as is_internal,
        {{ is_in_hours('messages.sent_ms', 'rules.service_start_ms', 'rules.service_end_ms') }} as is_in_hours,
        members.population = 'after_sale' and messages.session_type <> 'after_sale' as is_other_type,
        coalesce(messages.wait_ms <= rules.effective_reply_limit_ms, false) as is_effective
    from {{ ref('fct_customer_message') }} as messages
    inner join {{ ref('fct_session') }} as sessions on messages.session_key = sessions.session_key
    {{ join_members_and_rules('messages', ['customer_day'], 'messages.business_date', "'(shop)'") }}
),

days as (
    select
        definition_set,
        kpi_id,
        platform,
        shop_id,
        customer_key,
        business_date,
        case
            when bool_and(coalesce(is_internal, false)) then 'internal'
            when bool_and(is_other_type) then 'not_after_sale'
            when not bool_or(is_in_hours and not is_other_type) then 'outside_service_hours'
        end as exclusion_reason,
        bool_and(is_effective or is_other_type or not is_in_hours) as is_effective
    from evaluated
    group by definition_set, kpi_id, platform, shop_id, customer_key, business_date
)

select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    '(shop)' as agent_id,
    business_date,
    'customer_day' as unit_type,
    {{ surrogate_key(['platform', 'shop_id', 'customer_key', 'business_date']) }} as unit_key,
    cast(null as {{ dbt.type_string() }}) as session_key,
    cast(null as {{ dbt.type_string() }}) as person_key,
    cast(null as {{ dbt.type_string() }}) as segment,
    exclusion_reason,
    case when exclusion_reason is null then cast(case when is_effective then 1 else 0 end as decimal(28, 8)) end as numerator,
    case when exclusion_reason is null then cast(1 as decimal(28, 8)) end as denominator
from days
