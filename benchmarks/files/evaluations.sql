-- The list of invited evaluations.
select 1 + row_number() over (order by invited_at, customer_name, agent_account) as source_row,
    md5(customer_name || agent_account || invited_at) as row_hash, customer_name as customer_id, agent_account,
    written(invited_at) as invited_at, written(evaluated_at) as evaluated_at, satisfaction
from invites order by source_row
