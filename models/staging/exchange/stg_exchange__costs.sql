-- grain: one cost row; for a month, kind, team and person all rows of the newest file count, and none of an older one.
with exchanged as (
    {{ exchange_rows('exchange_costs') }}
),

newest as (
    select
        *,
        first_value(source_file) over (
            partition by known_platform, shop_id, date_trunc('month', cast(month as date)), cost_kind, team, agent_id
            order by recency asc
        ) as newest_file
    from exchanged
)

select
    newest.known_platform as platform,
    newest.shop_id,
    {{ surrogate_key(['newest.source_file_id', 'newest.source_row']) }} as cost_id,
    {{ month_start('cast(newest.month as date)') }} as month_start,
    kinds.cost_kind,
    newest.cost_kind as native_cost_kind,
    kinds.is_contact_cost,
    cast(newest.amount as decimal(18, 2)) as amount,
    newest.team,
    newest.agent_id
from newest
left join {{ ref('ref_cost_kinds') }} as kinds on newest.cost_kind = kinds.native_kind
where newest.source_file = newest.newest_file
