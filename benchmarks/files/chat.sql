-- An account's chat text: the rows of one agent's file.
select line_no as source_row, md5(line) as row_hash, 'A' as layout, account(agent_no) as exporter_account, customer_name,
    case when not is_system then sender_name end as sender_name,
    case when side = 'customer' then 'true' else 'false' end as is_customer, written(sent_at) as sent_at,
    case when is_system then 'system' else 'message' end as message_kind, content, cast(occurrence as varchar) as occurrence
from chat_lines where agent_no = {agent_no} order by line_no
