-- grain: one account of a shop on one platform in one period: who is behind it, in which team, in which role.
-- Where two rows of an account overlap, the one that starts later holds from its start on. A roster above the shop folders
-- that names no shop is every shop's; a row that names no platform holds on all platforms of its shop.
-- Hand-made lists name people by name or number: both stand for the person too, unless they are an account or two people's.
with shops as (
    select
        platform,
        shop_id
    from {{ ref('stg_landing__shops') }}
),

placed as (
    select
        shops.platform,
        shops.shop_id,
        roster.account,
        coalesce(roster.agent_id, roster.agent_name, {{ public_name('roster.account') }}) as agent_id,
        coalesce({{ masked('roster.agent_name') }}, roster.agent_id, {{ public_name('roster.account') }}) as agent_name,
        coalesce({{ masked('roster.team') }}, '-') as team,
        coalesce(roster.role, 'agent') as role,
        coalesce(cast(roster.valid_from as date), date '1900-01-01') as valid_from,
        coalesce(cast(roster.valid_to as date), date '9999-12-31') as valid_to,
        cast(roster.hire_date as date) as hire_date,
        roster.platform is not null as names_platform,
        roster.export_rank,
        roster.source_file,
        roster.source_row
    from {{ source('landing', 'roster') }} as roster
    inner join shops
        on
            (roster.shop_id = shops.shop_id or {{ names_no_shop('roster') }})
            and (roster.platform is null or roster.platform = shops.platform)
),

words as (
    select
        *,
        agent_name as word
    from placed
    union all
    select
        *,
        agent_id as word
    from placed
    where agent_id <> agent_name
),

accounts as (
    select distinct
        platform,
        shop_id,
        account
    from placed
),

clear_words as (
    select
        words.platform,
        words.shop_id,
        words.word,
        max(words.valid_to) as valid_to
    from words
    left join accounts
        on words.platform = accounts.platform and words.shop_id = accounts.shop_id and words.word = accounts.account
    where accounts.account is null
    group by words.platform, words.shop_id, words.word
    having count(distinct words.agent_id) = 1
),

named as (
    select
        *,
        false as is_alias
    from placed
    union all
    select
        words.platform,
        words.shop_id,
        words.word as account,
        words.agent_id,
        words.agent_name,
        words.team,
        words.role,
        words.valid_from,
        clear_words.valid_to,
        words.hire_date,
        words.names_platform,
        words.export_rank,
        words.source_file,
        words.source_row,
        true as is_alias
    from words
    inner join clear_words
        on words.platform = clear_words.platform and words.shop_id = clear_words.shop_id and words.word = clear_words.word
),

ranked as (
    select
        *,
        row_number() over (
            partition by platform, shop_id, account, valid_from
            order by names_platform desc, export_rank desc, source_file desc, source_row desc
        ) as recency
    from named
),

latest as (
    select
        *,
        lead(valid_from) over (partition by platform, shop_id, account order by valid_from asc) as next_valid_from
    from ranked
    where recency = 1
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
    least(valid_to, coalesce({{ add_days('next_valid_from', -1) }}, valid_to)) as valid_to,
    hire_date,
    is_alias
from latest
