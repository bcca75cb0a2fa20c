-- grain: one session of the session workbook, in the version of its newest export.
with ranked as (
    select
        *,
        coalesce(session_id, {{ personal_key(['started_at', 'customer_name', 'agent_account', 'transferred_account']) }}) as native_session_id,
        row_number() over (
            partition by shop_id, coalesce(session_id, {{ personal_key(['started_at', 'customer_name', 'agent_account', 'transferred_account']) }})
            order by export_rank desc, source_file desc, source_row desc
        ) as recency
    from {{ source('landing', 'jd_sessions') }}
)

select
    ranked.shop_id,
    ranked.native_session_id,
    ranked.customer_name,
    ranked.agent_account,
    case when ranked.transferred_account <> ranked.agent_account then ranked.transferred_account end as transferred_account,
    cast(ranked.started_at as timestamp) as started_at,
    coalesce(types.session_type, 'unknown') as session_type,
    ranked.session_type as native_session_type,
    coalesce(types.is_leave_message, false) as is_leave_message,
    ranked.sku_id,
    cast(cast(ranked.first_response_s as decimal(18, 3)) * 1000 as bigint) as native_first_response_ms,
    cast(ranked.customer_message_count as bigint) as native_count_customer_messages,
    cast(ranked.agent_message_count as bigint) as native_count_agent_messages,
    ranked.satisfaction
from ranked
left join {{ ref('ref_session_types') }} as types on ranked.session_type = types.native_type and types.platform = 'jd'
where ranked.recency = 1
