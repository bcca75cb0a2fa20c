-- grain: one telephone call; the one place where telephone systems, queue log and exchange format come together.
-- The queue log knows better who answered; the exchange format adds what no telephone system tells (kind, order, wrap-up).
with listed as (
    select distinct
        platform,
        shop_id,
        account
    from {{ ref('stg_landing__roster') }}
),

systems as (
    select
        coalesce(calls.platform, queued.platform) as platform,
        coalesce(calls.shop_id, queued.shop_id) as shop_id,
        coalesce(calls.call_id, queued.call_id) as call_id,
        coalesce(calls.started_ms, queued.entered_ms) as started_ms,
        coalesce(calls.direction, 'in') as direction,
        case
            when queued.is_connected then true
            when queued.is_abandoned then false
            else coalesce(calls.is_connected, false)
        end as is_connected,
        case
            when queued.is_abandoned then null
            when queued.agent_account is not null and (listed.account is not null or calls.agent_account is null) then queued.agent_account
            else calls.agent_account
        end as agent_account,
        coalesce(calls.customer_key, queued.customer_key) as customer_key,
        case when queued.is_connected then queued.talk_ms when queued.is_abandoned then null else calls.talk_ms end as talk_ms,
        case when queued.is_connected or queued.is_abandoned then queued.wait_ms else coalesce(calls.wait_ms, queued.wait_ms) end as wait_ms,
        calls.call_kind,
        coalesce(calls.count_agents, case when queued.is_connected then 1 else 0 end) as count_agents
    from {{ ref('stg_telephone__calls') }} as calls
    full outer join {{ ref('stg_asterisk__queue_calls') }} as queued
        on calls.platform = queued.platform and calls.shop_id = queued.shop_id and calls.call_id = queued.call_id
    left join listed
        on queued.platform = listed.platform and queued.shop_id = listed.shop_id and queued.agent_account = listed.account
)

select
    coalesce(systems.platform, told.platform) as platform,
    coalesce(systems.shop_id, told.shop_id) as shop_id,
    coalesce(systems.call_id, told.call_id) as call_id,
    coalesce(systems.started_ms, told.started_ms) as started_ms,
    coalesce(systems.direction, told.direction) as direction,
    coalesce(systems.is_connected, told.is_connected) as is_connected,
    coalesce(systems.agent_account, told.agent_account) as agent_account,
    coalesce(told.customer_key, systems.customer_key) as customer_key,
    coalesce(systems.talk_ms, told.talk_ms) as talk_ms,
    told.hold_ms,
    told.wrap_ms,
    coalesce(systems.wait_ms, told.wait_ms) as wait_ms,
    coalesce(told.call_kind, systems.call_kind) as call_kind,
    told.order_id,
    cast(coalesce(systems.count_agents, case when told.is_connected then 1 else 0 end) as bigint) as count_agents
from systems
full outer join {{ ref('stg_exchange__calls') }} as told
    on systems.platform = told.platform and systems.shop_id = told.shop_id and systems.call_id = told.call_id
