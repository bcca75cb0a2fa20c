-- grain: one session as a unit of figures (each agent's part, and the whole for the shop, agent_id '(shop)') with its signals.
select
    units.session_key,
    units.agent_id,
    units.platform,
    units.shop_id,
    units.customer_key,
    units.business_date,
    units.started_ms,
    units.invalid_reason,
    units.has_messages,
    units.is_leave_message,
    units.is_transferred_out,
    units.leaves_by_transfer,
    units.is_replied,
    units.count_agent_messages,
    signals.count_auto_messages,
    signals.count_template_messages,
    signals.count_slow_waits,
    signals.first_reply_ms,
    signals.is_first_reply_placeholder,
    signals.first_substantive_wait_ms,
    signals.first_customer_substantive_wait_ms,
    signals.wait_before_transfer_ms,
    signals.is_old_customer,
    signals.is_profile_opened_first,
    signals.has_kb_hit
from {{ ref('fct_session_unit') }} as units
left join {{ ref('int_chat__session_signals') }} as signals
    on units.session_key = signals.session_key and units.agent_id = signals.agent_id
