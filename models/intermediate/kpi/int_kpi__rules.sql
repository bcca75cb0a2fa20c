{{ config(pre_hook="{{ stop_on_rule_problems(ref('int_kpi__rule_problems')) }}") }}
-- grain: one KPI ('*' = the set's general rules) of one shop under one definition set in one period, all keys resolved.
-- The most special row wins: shop and KPI, then shop, then KPI, then the set's own row.
with scopes as (
    select
        platform,
        shop_id,
        definition_set,
        is_own_set,
        kpi_id
    from {{ ref('int_kpi__members') }}
    union all
    select
        platform,
        shop_id,
        definition_set,
        is_own_set,
        '*' as kpi_id
    from {{ ref('int_kpi__shop_sets') }}
),

candidates as (
    select
        scopes.*,
        rules.rule_key,
        rules.rule_value,
        rules.valid_from,
        rules.valid_to,
        case when rules.shop_id = '*' then 0 else 2 end + case when rules.kpi_id = '*' then 0 else 1 end as specificity
    from scopes
    inner join {{ ref('kpi_rules') }} as rules
        on
            scopes.definition_set = rules.definition_set
            and (rules.kpi_id = '*' or scopes.kpi_id = rules.kpi_id)
            and (rules.shop_id = '*' or scopes.shop_id = rules.shop_id)
),

boundaries as (
    select
        platform,
        shop_id,
        definition_set,
        is_own_set,
        kpi_id,
        valid_from as starts_on
    from candidates
    union
    select
        platform,
        shop_id,
        definition_set,
        is_own_set,
        kpi_id,
        {{ add_days('valid_to', 1) }} as starts_on
    from candidates
    where valid_to < date '9999-12-31'
),

periods as (
    select
        *,
        coalesce(
            {{ add_days('lead(starts_on) over (partition by platform, shop_id, definition_set, kpi_id order by starts_on asc)', -1) }},
            date '9999-12-31'
        ) as ends_on
    from boundaries
),

resolved as (
    select
        periods.*,
        candidates.rule_key,
        candidates.rule_value,
        row_number() over (
            partition by periods.platform, periods.shop_id, periods.definition_set, periods.kpi_id, periods.starts_on, candidates.rule_key
            order by candidates.specificity desc
        ) as precedence
    from periods
    inner join candidates
        on
            periods.platform = candidates.platform and periods.shop_id = candidates.shop_id
            and periods.definition_set = candidates.definition_set and periods.kpi_id = candidates.kpi_id
            and periods.starts_on between candidates.valid_from and candidates.valid_to
),

wide as (
    select
        platform,
        shop_id,
        definition_set,
        is_own_set,
        kpi_id,
        starts_on as valid_from,
        ends_on as valid_to,
        {{ rule_key_columns() }}
    from resolved
    where precedence = 1
    group by platform, shop_id, definition_set, is_own_set, kpi_id, starts_on, ends_on
)

select
    platform,
    shop_id,
    definition_set,
    is_own_set,
    kpi_id,
    valid_from,
    valid_to,
    exclude_auto_reply = 'true' as exclude_auto_reply,
    case when exclude_auto_reply = 'true' then 'human' else 'any' end as reply_scope,
    exclude_transferred_out = 'true' as exclude_transferred_out,
    exclude_leave_message = 'true' as exclude_leave_message,
    {{ seconds_to_ms('first_reply_threshold_s') }} - case when threshold_inclusive = 'true' then 0 else 1 end as in_time_limit_ms,
    wait_basis,
    case when service_hours = 'always' then 0 else {{ clock_minutes(split_part('service_hours', "'-'", 1)) }} * 60000 end as service_start_ms,
    case when service_hours = 'always' then 86400000 else {{ clock_minutes(split_part('service_hours', "'-'", 2)) }} * 60000 end as service_end_ms,
    case when wait_cap_s <> 'none' then {{ seconds_to_ms("nullif(wait_cap_s, 'none')") }} end as wait_cap_ms,
    drop_zero_waits = 'true' as drop_zero_waits,
    drop_cross_day_waits = 'true' as drop_cross_day_waits,
    transfer_in_opens_wait = 'true' as transfer_in_opens_wait,
    cast(session_gap_minutes as bigint) * 60000 as session_gap_ms,
    {{ clock_minutes('business_day_cutoff') }} as cutoff_minutes,
    answer_ratio_population,
    {{ seconds_to_ms('merge_gap_s') }} as merge_gap_ms,
    {{ seconds_to_ms('late_invite_minutes') }} * 60 as late_invite_ms,
    cast(evaluation_window_days as integer) as evaluation_window_days,
    enquiry_rule,
    cast(enquiry_window_days as integer) as enquiry_window_days,
    cast(pay_window_days as integer) as pay_window_days,
    window_applies_to,
    credit_rule,
    credit_pick,
    helper_leaves_denominator = 'true' as helper_leaves_denominator,
    conversion_event,
    deduct_refunds = 'true' as deduct_refunds,
    deduct_postage = 'true' as deduct_postage,
    cast(after_sale_days as integer) as after_sale_days,
    {{ seconds_to_ms('effective_reply_limit_s') }} as effective_reply_limit_ms,
    {{ seconds_to_ms('slow_reply_s') }} as slow_reply_ms,
    cast(slow_reply_times as integer) as slow_reply_times,
    cast(long_talk_messages as integer) as long_talk_messages,
    cast(probation_months as integer) as probation_months
from wide
