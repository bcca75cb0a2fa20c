-- grain: one call of a telephone system: all legs of it together.
-- Talk is the time in which any leg was answered, wait the time from the first ring to the first answer or the end.
with legs as (
    select
        platform,
        shop_id,
        call_id,
        leg_no,
        direction,
        agent_account,
        customer_number,
        started_ms,
        answered_ms,
        ended_ms,
        call_kind
    from {{ ref('base_asterisk__legs') }}
    union all
    select
        platform,
        shop_id,
        call_id,
        leg_no,
        direction,
        agent_account,
        customer_number,
        started_ms,
        answered_ms,
        ended_ms,
        call_kind
    from {{ ref('base_threecx__legs') }}
),

directions as (
    -- talks between colleagues within a call (before a transfer) are not the customer's
    select
        *,
        bool_and(direction = 'internal') over (partition by platform, shop_id, call_id) as is_internal_call,
        min(case when direction <> 'internal' then leg_no end) over (partition by platform, shop_id, call_id) as first_leg_no
    from legs
),

outer_legs as (
    select
        *,
        case
            when answered_ms is not null then
                {{ newly_covered_ms('answered_ms', 'ended_ms', 'platform, shop_id, call_id, answered_ms is null', 'answered_ms asc, leg_no asc') }}
        end as talk_ms,
        row_number() over (partition by platform, shop_id, call_id, answered_ms is null order by answered_ms asc, leg_no asc) as answer_no
    from directions
    where is_internal_call or direction <> 'internal'
)

select
    platform,
    shop_id,
    call_id,
    min(started_ms) as started_ms,
    max(ended_ms) as ended_ms,
    max(case when is_internal_call then 'internal' when leg_no = first_leg_no then direction end) as direction,
    max(answered_ms) is not null as is_connected,
    case
        when max(answered_ms) is not null then max(case when answered_ms is not null and answer_no = 1 then agent_account end)
        -- nobody answered: the call is the one agent's whose telephone rang, else nobody's
        when count(distinct agent_account) = 1 then max(agent_account)
    end as agent_account,
    max(case when leg_no = coalesce(first_leg_no, 1) then {{ customer_key('platform', 'customer_number') }} end) as customer_key,
    cast(sum(talk_ms) as bigint) as talk_ms,
    coalesce(min(answered_ms), max(ended_ms)) - min(started_ms) as wait_ms,
    max(call_kind) as call_kind,
    count(distinct case when answered_ms is not null then agent_account end) as count_agents
from outer_legs
group by platform, shop_id, call_id
