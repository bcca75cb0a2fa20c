-- grain: one session that the platform itself counts.
select
    'jd' as platform,
    sessions.shop_id,
    sessions.native_session_id,
    {{ customer_key("'jd'", 'sessions.customer_name') }} as customer_key,
    sessions.started_at,
    cast(null as timestamp) as ended_at,
    sessions.session_type,
    sessions.native_session_type,
    sessions.is_leave_message,
    sessions.sku_id,
    sessions.native_first_response_ms,
    sessions.native_count_customer_messages,
    sessions.native_count_agent_messages
from {{ ref('base_jd__sessions') }} as sessions
