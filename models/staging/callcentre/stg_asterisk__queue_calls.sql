-- grain: one call that entered a queue, as the queue log tells it: who answered, how long the caller waited and talked.
with ranked as (
    {{ exchange_rows('asterisk_queue_events') }}
),

events as (
    select
        ranked.known_platform as platform,
        ranked.shop_id,
        ranked.call_id,
        words.meaning as event,
        {{ channel_device('ranked.agent_account') }} as agent_account,
        {{ epoch_ms('cast(ranked.occurred_at as timestamp)') }} as occurred_ms,
        ranked.data_1,
        ranked.data_2,
        ranked.data_3,
        row_number() over (
            partition by ranked.known_platform, ranked.shop_id, ranked.call_id, words.meaning
            order by ranked.occurred_at asc, ranked.source_row asc
        ) as event_no
    from ranked
    inner join {{ ref('ref_call_words') }} as words on words.vocabulary = 'queue_event' and ranked.event = words.word
    where ranked.recency = 1
),

calls as (
    select
        platform,
        shop_id,
        call_id,
        min(case when event = 'entered' then occurred_ms end) as entered_ms,
        max(case when event = 'entered' then data_2 end) as caller_number,
        max(case when event = 'connected' and event_no = 1 then agent_account end) as agent_account,
        max(case when event = 'connected' and event_no = 1 then occurred_ms end) as connected_ms,
        max(case when event = 'connected' and event_no = 1 then try_cast(data_1 as bigint) end) * 1000 as hold_ms,
        max(case when event = 'completed' then try_cast(data_2 as bigint) end) * 1000 as told_talk_ms,
        max(case when event in ('completed', 'transferred') then occurred_ms end) as completed_ms,
        bool_or(event = 'abandoned') as is_abandoned,
        max(case when event = 'abandoned' then try_cast(data_3 as bigint) end) * 1000 as abandoned_ms,
        max(occurred_ms) as last_ms
    from events
    group by platform, shop_id, call_id
),

legs as (
    select distinct
        platform,
        shop_id,
        leg_id,
        call_id
    from {{ ref('base_asterisk__legs') }}
)

select
    calls.platform,
    calls.shop_id,
    coalesce(legs.call_id, calls.call_id) as call_id,
    min(calls.entered_ms) as entered_ms,
    max(calls.last_ms) as last_ms,
    max({{ customer_key('calls.platform', 'calls.caller_number') }}) as customer_key,
    max(calls.connected_ms) is not null as is_connected,
    max(calls.connected_ms) is null and bool_or(calls.is_abandoned) as is_abandoned,
    max(calls.agent_account) as agent_account,
    max(coalesce(calls.told_talk_ms, calls.completed_ms - calls.connected_ms)) as talk_ms,
    max(coalesce(calls.hold_ms, calls.abandoned_ms, calls.last_ms - calls.entered_ms)) as wait_ms
from calls
left join legs
    on calls.platform = legs.platform and calls.shop_id = legs.shop_id and calls.call_id = legs.leg_id
where calls.entered_ms is not null or calls.connected_ms is not null
group by calls.platform, calls.shop_id, coalesce(legs.call_id, calls.call_id)
