-- grain: one agent (or '(shop)') and month: are customers with a slow or open answer invited less often than the others?
-- The quotient of two rates (a/b) / (c/d) is kept as a·d over b·c, so that it stays exact.
with units as (
    select
        rules.definition_set,
        scopes.platform,
        scopes.shop_id,
        scopes.agent_id,
        {{ month_start('scopes.business_date') }} as period_start,
        scopes.is_invited,
        scopes.count_open_rounds > 0 or coalesce(scopes.longest_wait_ms > rules.slow_reply_ms, false) as has_negative_signal
    from {{ ref('fct_session_unit') }} as scopes
    inner join {{ ref('int_kpi__rules') }} as rules
        on
            scopes.platform = rules.platform and scopes.shop_id = rules.shop_id and rules.kpi_id = '*'
            and scopes.business_date between rules.valid_from and rules.valid_to
    where
        scopes.invalid_reason is null and scopes.is_replied and scopes.has_messages and scopes.is_invited is not null
        and not (scopes.leaves_by_transfer and rules.exclude_transferred_out)
        and not (scopes.is_leave_message and rules.exclude_leave_message)
),

counted as (
    select
        definition_set,
        platform,
        shop_id,
        agent_id,
        period_start,
        sum(case when is_invited and has_negative_signal then 1 else 0 end) as invited_negative,
        sum(case when has_negative_signal then 1 else 0 end) as negative,
        sum(case when is_invited and not has_negative_signal then 1 else 0 end) as invited_other,
        sum(case when not has_negative_signal then 1 else 0 end) as other,
        count(*) as count_units
    from units
    group by definition_set, platform, shop_id, agent_id, period_start
)

select
    definition_set,
    'invite_selectivity' as kpi_id,
    platform,
    shop_id,
    agent_id,
    '(all)' as segment,
    period_start,
    'units' as person_basis,
    cast(invited_negative * other as decimal(28, 8)) as numerator,
    cast(negative * invited_other as decimal(28, 8)) as denominator,
    cast({{ quotient('cast(invited_negative * other as decimal(28, 8))', 'nullif(negative * invited_other, 0)') }} as decimal(28, 8)) as figure_value,
    cast(count_units as bigint) as count_units,
    cast(0 as bigint) as count_excluded_units,
    false as is_provisional
from counted
