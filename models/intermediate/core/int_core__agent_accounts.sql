-- grain: one account of a shop on one platform in one period; accounts that no roster names stand for themselves.
with helpdesk as (
    select
        platform,
        shop_id,
        agent_account as account
    from {{ ref('stg_all__tickets') }}
    union all
    select
        platform,
        shop_id,
        first_agent_account as account
    from {{ ref('stg_all__tickets') }}
    union all
    select
        platform,
        shop_id,
        from_agent_account as account
    from {{ ref('stg_all__ticket_transfers') }}
    union all
    select
        platform,
        shop_id,
        agent_account as account
    from {{ ref('stg_all__surveys') }}
    union all
    select
        platform,
        shop_id,
        agent_account as account
    from {{ ref('stg_exchange__complaints') }}
),

seen as (
    select distinct
        platform,
        shop_id,
        unlisted_account as account
    from {{ ref('int_chat__messages') }}
    where unlisted_account is not null
    union
    select distinct
        platform,
        shop_id,
        agent_account as account
    from {{ ref('stg_all__assignments') }}
    union
    select distinct
        platform,
        shop_id,
        agent_account as account
    from {{ ref('stg_all__evaluations') }}
    union
    select
        platform,
        shop_id,
        agent_account as account
    from {{ ref('stg_exchange__outreach') }}
    union
    select
        platform,
        shop_id,
        account
    from helpdesk
    union
    select
        platform,
        shop_id,
        account
    from {{ ref('int_core__workforce_accounts') }}
),

unnamed as (
    select
        seen.platform,
        seen.shop_id,
        seen.account,
        {{ public_name('seen.account') }} as agent_id,
        {{ public_name('seen.account') }} as agent_name,
        '-' as team,
        'agent' as role,
        date '1900-01-01' as valid_from,
        date '9999-12-31' as valid_to,
        cast(null as date) as hire_date,
        true as is_inferred
    from seen
    left join {{ ref('stg_landing__roster') }} as roster
        on seen.platform = roster.platform and seen.shop_id = roster.shop_id and seen.account = roster.account
    where roster.account is null and seen.account is not null
)

select
    platform,
    shop_id,
    account,
    agent_id,
    agent_name,
    team,
    role,
    valid_from,
    valid_to,
    hire_date,
    false as is_inferred
from {{ ref('stg_landing__roster') }}
where not is_alias
union all
select * from unnamed
