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
    case when exclude_auto_reply = 'true' then 'human' else 'any' end as reply_scope,
    {{ seconds_to_ms('first_reply_threshold_s') }} - case when threshold_inclusive = 'true' then 0 else 1 end as in_time_limit_ms,
    case when wait_cap_s <> 'none' then {{ seconds_to_ms("nullif(wait_cap_s, 'none')") }} end as wait_cap_ms,
    {{ clock_minutes('business_day_cutoff') }} as cutoff_minutes,
    {{ typed_rule_columns() }}
from wide
