-- grain: one account, or name of the roster, that calls, scores, training, attendance or discipline name.
select
    platform,
    shop_id,
    agent_account as account
from {{ ref('stg_all__calls') }}
where agent_account is not null
union
select
    platform,
    shop_id,
    agent_account as account
from {{ ref('stg_exchange__qa_scores') }}
union
select
    platform,
    shop_id,
    agent_account as account
from {{ ref('stg_exchange__training') }}
union
select
    platform,
    shop_id,
    agent_account as account
from {{ ref('stg_exchange__attendance') }}
union
select
    platform,
    shop_id,
    agent_account as account
from {{ ref('stg_exchange__discipline') }}
