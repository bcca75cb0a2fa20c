-- grain: one hand-over of a ticket, credited to who gave it away.
-- Bounced = the next hand-over gives the ticket back; the giving back is part of the wrong hand-over and none of its own.
with dated as (
    select
        transfers.*,
        {{ business_date('transfers.transferred_at', 'rules.cutoff_minutes') }} as transferred_date,
        row_number() over (
            partition by transfers.platform, transfers.shop_id, transfers.native_ticket_id
            order by transfers.transferred_at asc, transfers.position asc
        ) as transfer_no,
        coalesce(
            transfers.from_team,
            lag(transfers.to_team) over (
                partition by transfers.platform, transfers.shop_id, transfers.native_ticket_id
                order by transfers.transferred_at asc, transfers.position asc
            )
        ) as former_team
    from {{ ref('stg_all__ticket_transfers') }} as transfers
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            transfers.platform = rules.platform and transfers.shop_id = rules.shop_id
            and cast(transfers.transferred_at as date) between rules.valid_from and rules.valid_to
),

followed as (
    select
        *,
        coalesce(
            to_team = lag(former_team) over (partition by platform, shop_id, native_ticket_id order by transfer_no asc)
            and former_team = lag(to_team) over (partition by platform, shop_id, native_ticket_id order by transfer_no asc),
            false
        ) as goes_back,
        coalesce(
            former_team = lead(to_team) over (partition by platform, shop_id, native_ticket_id order by transfer_no asc)
            and to_team = lead(former_team) over (partition by platform, shop_id, native_ticket_id order by transfer_no asc),
            false
        ) as is_followed_by_return
    from dated
),

-- to and fro several times: every second hand-over of such a run is a giving back
runs as (
    select
        *,
        sum(case when goes_back then 0 else 1 end) over (
            partition by platform, shop_id, native_ticket_id
            order by transfer_no asc
            rows between unbounded preceding and current row
        ) as run_no
    from followed
),

placed as (
    select
        *,
        row_number() over (partition by platform, shop_id, native_ticket_id, run_no order by transfer_no asc) % 2 = 0 as is_return
    from runs
),

-- where a shop has two help desks, a hand-over belongs to the first that knows the ticket
tickets as (
    select
        platform,
        shop_id,
        native_ticket_id,
        min(ticket_key) as ticket_key
    from {{ ref('int_aftersales__tickets') }}
    group by platform, shop_id, native_ticket_id
)

select
    {{ surrogate_key(['placed.platform', 'placed.shop_id', 'placed.transfer_key']) }} as transfer_key,
    tickets.ticket_key,
    placed.platform,
    placed.shop_id,
    coalesce(givers.agent_id, {{ public_name('placed.from_agent_account') }}) as agent_id,
    coalesce(takers.agent_id, {{ public_name('placed.to_agent_account') }}) as to_agent_id,
    placed.transferred_at,
    placed.transferred_date,
    cast(placed.transfer_no as bigint) as transfer_no,
    placed.former_team as from_team,
    placed.to_team,
    coalesce(placed.former_team <> placed.to_team, placed.to_team is not null) as is_to_other_team,
    placed.is_return,
    case
        when placed.is_told_right is not null then placed.is_told_right
        when placed.former_team is not null and placed.to_team is not null then not placed.is_followed_by_return
    end as is_right
from placed
left join tickets
    on
        placed.platform = tickets.platform and placed.shop_id = tickets.shop_id
        and placed.native_ticket_id = tickets.native_ticket_id
{{ join_roster('givers', 'placed', 'placed.from_agent_account', 'placed.transferred_date') }}
{{ join_roster('takers', 'placed', 'placed.to_agent_account', 'placed.transferred_date') }}
