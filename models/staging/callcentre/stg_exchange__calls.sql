-- grain: one call of the exchange format, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_calls') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    ranked.call_id,
    {{ epoch_ms('cast(ranked.started_at as timestamp)') }} as started_ms,
    coalesce(directions.meaning, 'unknown') as direction,
    ranked.direction as native_direction,
    coalesce(ranked.is_connected = 'true', cast(ranked.talk_s as decimal(18, 3)) > 0) as is_connected,
    ranked.agent_account,
    {{ customer_key('ranked.known_platform', 'ranked.customer_id') }} as customer_key,
    {{ seconds_to_ms('ranked.talk_s') }} as talk_ms,
    {{ seconds_to_ms('ranked.hold_s') }} as hold_ms,
    {{ seconds_to_ms('ranked.wrap_s') }} as wrap_ms,
    {{ seconds_to_ms('ranked.wait_s') }} as wait_ms,
    case when ranked.call_kind is not null then coalesce(kinds.meaning, 'unknown') end as call_kind,
    ranked.call_kind as native_call_kind,
    ranked.order_id
from ranked
left join {{ ref('ref_call_words') }} as directions on directions.vocabulary = 'direction' and lower(ranked.direction) = directions.word
left join {{ ref('ref_call_words') }} as kinds on kinds.vocabulary = 'call_kind' and lower(ranked.call_kind) = kinds.word
where ranked.recency = 1
