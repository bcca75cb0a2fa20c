-- grain: one message of a chat log whose conversation is not ambiguous.
-- A buyer known by his mask alone is a customer of that conversation only: two buyers may share a mask.
with named as (
    select
        matches.*,
        coalesce(
            sessions.customer_name,
            case when matches.buyer_name not like '%**%' then matches.buyer_name end,
            matches.block_key
        ) as customer_name
    from {{ ref('base_jd__session_matches') }} as matches
    left join {{ ref('base_jd__sessions') }} as sessions
        on matches.shop_id = sessions.shop_id and matches.native_session_id = sessions.native_session_id
    where not matches.is_ambiguous
)

select
    'jd' as platform,
    messages.shop_id,
    {{ customer_key("'jd'", 'named.customer_name') }} as customer_key,
    named.customer_name <> named.block_key as is_customer_known,
    cast(null as {{ dbt.type_string() }}) as window_account,
    cast(null as {{ dbt.type_string() }}) as addressed_account,
    coalesce(named.native_session_id, {{ personal_key(['messages.block_key']) }}) as native_session_id,
    messages.sender_kind,
    case when messages.sender_kind <> 'customer' then messages.sender_name end as sender_account,
    messages.sent_at,
    messages.position,
    cast(null as {{ dbt.type_string() }}) as sku_id,
    cast(null as {{ dbt.type_string() }}) as system_event,
    cast(null as {{ dbt.type_string() }}) as target_account,
    cast(false as boolean) as is_internal,
    messages.content_key,
    messages.content_length
from {{ ref('base_jd__messages') }} as messages
inner join named
    on messages.shop_id = named.shop_id and messages.block_key = named.block_key
