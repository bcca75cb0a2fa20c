-- grain: one account of a shop in one period: who is behind it, in which team, in which role.
-- Where two rows of an account overlap, the one that starts later holds from its start on.
-- A roster above the shop folders that names no shop is every shop's.
with shops as (
    select distinct shop_id
    from {{ ref('stg_landing__shops') }}
),

placed as (
    select
        roster.*,
        coalesce(everywhere.shop_id, roster.shop_id) as valid_shop_id
    from {{ source('landing', 'roster') }} as roster
    left join shops as everywhere
        on roster.shop is null and roster.source_file not like '%/%'
),

typed as (
    select
        valid_shop_id as shop_id,
        platform,
        account,
        coalesce(agent_id, agent_name, account) as agent_id,
        coalesce(agent_name, agent_id, account) as agent_name,
        coalesce(team, '-') as team,
        coalesce(role, 'agent') as role,
        coalesce(cast(valid_from as date), date '1900-01-01') as valid_from,
        coalesce(cast(valid_to as date), date '9999-12-31') as valid_to,
        cast(hire_date as date) as hire_date,
        row_number() over (
            partition by valid_shop_id, account, coalesce(cast(valid_from as date), date '1900-01-01')
            order by export_rank desc, source_file desc, source_row desc
        ) as recency
    from placed
),

latest as (
    select
        *,
        lead(valid_from) over (partition by shop_id, account order by valid_from asc) as next_valid_from
    from typed
    where recency = 1
)

select
    shop_id,
    platform,
    account,
    agent_id,
    agent_name,
    team,
    role,
    valid_from,
    least(valid_to, coalesce({{ add_days('next_valid_from', -1) }}, valid_to)) as valid_to,
    hire_date
from latest
