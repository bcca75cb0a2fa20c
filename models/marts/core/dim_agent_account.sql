-- grain: one account of a shop on one platform in one period: the person behind it, team and role.
select
    platform,
    shop_id,
    {{ public_name('account') }} as account,
    agent_id,
    agent_name,
    team,
    role,
    valid_from,
    valid_to,
    is_inferred
from {{ ref('int_core__agent_accounts') }}
