-- grain: one telephone call. It is the agent's who answered first; a call that nobody answered is the one agent's whose
-- telephone rang, else the shop's alone.
with calls as (
    select
        *,
        {{ timestamp_of_ms('started_ms') }} as started_at
    from {{ ref('stg_all__calls') }}
)

select
    {{ surrogate_key(['calls.platform', 'calls.shop_id', 'calls.call_id']) }} as call_key,
    calls.platform,
    calls.shop_id,
    calls.call_id,
    coalesce(roster.agent_id, {{ public_name('calls.agent_account') }}) as agent_id,
    calls.customer_key,
    calls.started_at,
    {{ business_date('calls.started_at', 'rules.cutoff_minutes') }} as business_date,
    calls.direction,
    calls.is_connected,
    cast(calls.talk_ms as bigint) as talk_ms,
    cast(calls.hold_ms as bigint) as hold_ms,
    cast(calls.wrap_ms as bigint) as wrap_ms,
    cast(calls.wait_ms as bigint) as wait_ms,
    calls.call_kind,
    calls.order_id,
    orders.order_key is not null as is_order_known,
    calls.count_agents
from calls
inner join {{ ref('int_kpi__shop_rules') }} as rules
    on
        calls.platform = rules.platform and calls.shop_id = rules.shop_id
        and cast(calls.started_at as date) between rules.valid_from and rules.valid_to
{{ join_roster('roster', 'calls', 'calls.agent_account', 'cast(calls.started_at as date)') }}
left join {{ ref('fct_order') }} as orders
    on calls.platform = orders.platform and calls.shop_id = orders.shop_id and calls.order_id = orders.order_id
