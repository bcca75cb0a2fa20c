{{ config(materialized='table') }}
-- grain: one conversation of a chat log; the workbook session it is, or why none was chosen.
-- The log masks the buyer (j****db), the workbook holds the full account: start time and mask find the pair,
-- the same second first, then within 120 s. A pair is taken only if neither side has another candidate.
with blocks as (
    select
        shop_id,
        block_key,
        min(sent_at) as started_at,
        max(case when sender_kind = 'customer' then sender_name end) as buyer_name
    from {{ ref('base_jd__messages') }}
    group by shop_id, block_key
),

keyed as (
    select
        *,
        {{ customer_key("'jd'", 'buyer_name') }} as customer_key,
        cast(floor({{ epoch_ms('started_at') }} / 120000) as bigint) as slot_no
    from blocks
),

sessions as (
    select
        shop_id,
        native_session_id,
        started_at,
        {{ customer_key("'jd'", 'customer_name') }} as customer_key,
        {{ first_letters('customer_name') }} as first_letters,
        {{ last_letters('customer_name') }} as last_letters
    from {{ ref('base_jd__sessions') }}
),

steps as (
    select -1 as step
    union all
    select 0 as step
    union all
    select 1 as step
),

-- Two moments within 120 s of each other lie in one slot of 120 s or in two neighbours: so each conversation is compared
-- with the sessions around it and not with all of the shop.
slots as (
    select
        sessions.*,
        cast(floor({{ epoch_ms('sessions.started_at') }} / 120000) as bigint) + steps.step as slot_no
    from sessions
    cross join steps
),

pairs as (
    select
        blocks.shop_id,
        blocks.block_key,
        sessions.native_session_id,
        {{ epoch_ms('blocks.started_at') }} = {{ epoch_ms('sessions.started_at') }} as is_exact
    from keyed as blocks
    inner join slots as sessions
        on
            blocks.shop_id = sessions.shop_id and blocks.slot_no = sessions.slot_no
            and abs({{ epoch_ms('blocks.started_at') }} - {{ epoch_ms('sessions.started_at') }}) <= 120000
            and (
                blocks.customer_key = sessions.customer_key
                or (
                    blocks.buyer_name like '%****%'
                    and {{ starts_with('sessions.first_letters', split_part('blocks.buyer_name', "'****'", 1)) }}
                    and {{ ends_with('sessions.last_letters', split_part('blocks.buyer_name', "'****'", 2)) }}
                )
            )
),

counted as (
    select
        *,
        count(*) over (partition by shop_id, block_key, is_exact) as count_for_block,
        count(*) over (partition by shop_id, native_session_id, is_exact) as count_for_session,
        bool_or(is_exact) over (partition by shop_id, block_key) as block_has_exact,
        bool_or(is_exact) over (partition by shop_id, native_session_id) as session_has_exact
    from pairs
),

matched as (
    select
        shop_id,
        block_key,
        native_session_id
    from counted
    where
        count_for_block = 1 and count_for_session = 1
        and (is_exact or (not block_has_exact and not session_has_exact))
),

candidates as (
    select distinct
        pairs.shop_id,
        pairs.block_key
    from pairs
    left join matched as taken on pairs.shop_id = taken.shop_id and pairs.native_session_id = taken.native_session_id
    where taken.block_key is null or taken.block_key = pairs.block_key
)

select
    blocks.shop_id,
    blocks.block_key,
    blocks.started_at,
    blocks.buyer_name,
    matched.native_session_id,
    -- with a free candidate left the workbook row already stands for this conversation
    matched.native_session_id is null and candidates.block_key is not null as is_ambiguous
from blocks
left join matched on blocks.shop_id = matched.shop_id and blocks.block_key = matched.block_key
left join candidates on blocks.shop_id = candidates.shop_id and blocks.block_key = candidates.block_key
