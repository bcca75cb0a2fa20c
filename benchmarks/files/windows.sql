-- Copied chat windows: each hand-over or message left at night with the customer's line before it.
select line_no as source_row, md5(head || chr(10) || content) as row_hash, 'C' as layout, customer_name,
    customer_name as sender_name, 'true' as is_customer, written(sent_at) as sent_at, 'message' as message_kind,
    null as target_account, content, '1' as occurrence
from window_lines
union all
select line_no + 3, md5(event), 'C', customer_name, null, 'false', written(sent_at),
    case when is_transfer then 'transfer' else 'leave_message' end,
    case when is_transfer then account(agent_no) end, event, '1'
from window_lines
order by source_row
