-- grain: one hand-over of a ticket of the exchange format, in the version of its newest file.
with ranked as (
    {{ exchange_rows('exchange_ticket_transfers') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    ranked.ticket_id as native_ticket_id,
    {{ surrogate_key(['ranked.ticket_id', 'ranked.transferred_at', 'ranked.to_team', 'ranked.to_agent_account']) }} as transfer_key,
    cast(ranked.transferred_at as timestamp) as transferred_at,
    ranked.source_row as position,
    {{ masked('ranked.from_team') }} as from_team,
    {{ masked('ranked.to_team') }} as to_team,
    ranked.from_agent_account,
    ranked.to_agent_account,
    ranked.is_right = 'true' as is_told_right
from ranked
where ranked.recency = 1
