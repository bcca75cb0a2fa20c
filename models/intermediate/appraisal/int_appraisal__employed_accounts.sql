-- grain: one account of a person in a period in which the person was employed as an agent.
-- The hire date decides where employment begins: earlier than the first account, or later. Without one the roster does, and a
-- row that names no first day holds always. Employed is who has an account on the day: who left and came back is not in between.
with hired as (
    select
        agent_id,
        min(hire_date) as hire_date
    from {{ ref('int_core__agent_accounts') }}
    group by agent_id
),

accounts as (
    select
        accounts.agent_id,
        accounts.platform,
        accounts.shop_id,
        accounts.account,
        accounts.team,
        accounts.valid_from,
        accounts.valid_to,
        hired.hire_date,
        min(accounts.valid_from) over (partition by accounts.agent_id) as first_valid_from,
        max(accounts.valid_to) over (partition by accounts.agent_id) as last_valid_to
    from {{ ref('int_core__agent_accounts') }} as accounts
    inner join hired on accounts.agent_id = hired.agent_id
    where
        accounts.role = 'agent' and accounts.agent_id not like '(%'
        and accounts.valid_from <= accounts.valid_to
        and accounts.valid_to >= coalesce(hired.hire_date, accounts.valid_to)
)

select
    agent_id,
    platform,
    shop_id,
    account,
    team,
    case
        when valid_from = first_valid_from then coalesce(hire_date, valid_from)
        else greatest(valid_from, coalesce(hire_date, valid_from))
    end as first_day,
    valid_to as last_day,
    hire_date,
    case when last_valid_to < date '9999-12-31' then last_valid_to end as left_on
from accounts
