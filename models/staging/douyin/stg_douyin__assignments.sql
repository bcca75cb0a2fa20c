-- grain: one agent of a conversation that was given to somebody who wrote nothing in it, in order; no hand-over time is told.
-- The account column names whom the conversation was given to, a welcome text in whose name it was opened.
-- Where all of them answered, the messages say everything.
with listed as (
    select distinct
        shop_id,
        account
    from {{ ref('stg_landing__roster') }}
),

holders as (
    select
        shop_id,
        session_id,
        agent_account as account,
        max(sent_at) as last_at
    from {{ ref('base_douyin__messages') }}
    where sender_kind in ('customer', 'human', 'auto') and agent_account is not null
    group by shop_id, session_id, agent_account
    union all
    -- the shop's own name above such a text is nobody: only accounts of the roster
    select
        texts.shop_id,
        texts.session_id,
        texts.sender_account as account,
        max(texts.sent_at) as last_at
    from {{ ref('base_douyin__messages') }} as texts
    inner join listed
        on texts.shop_id = listed.shop_id and texts.sender_account = listed.account
    where texts.sender_kind = 'auto'
    group by texts.shop_id, texts.session_id, texts.sender_account
),

writers as (
    select
        shop_id,
        session_id,
        sender_account as account,
        min(sent_at) as first_at
    from {{ ref('base_douyin__messages') }}
    where sender_kind = 'human' and sender_account is not null
    group by shop_id, session_id, sender_account
),

silent as (
    select
        holders.shop_id,
        holders.session_id,
        holders.account,
        max(holders.last_at) as place_at
    from holders
    left join writers
        on holders.shop_id = writers.shop_id and holders.session_id = writers.session_id and holders.account = writers.account
    left join {{ ref('ref_sender_roles') }} as roles
        on roles.platform = 'douyin' and lower(holders.account) = roles.native_role
    where writers.account is null and roles.native_role is null
    group by holders.shop_id, holders.session_id, holders.account
),

needed as (
    select distinct
        shop_id,
        session_id
    from silent
),

given as (
    select * from silent
    union all
    select
        writers.shop_id,
        writers.session_id,
        writers.account,
        writers.first_at as place_at
    from writers
    inner join needed
        on writers.shop_id = needed.shop_id and writers.session_id = needed.session_id
),

numbered as (
    select
        *,
        row_number() over (partition by shop_id, session_id order by place_at asc, account asc) as assignment_no
    from given
)

select
    'douyin' as platform,
    shop_id,
    session_id as native_session_id,
    account as agent_account,
    cast(assignment_no as bigint) as assignment_no,
    cast(null as timestamp) as assigned_at,
    case when assignment_no = 1 then 'direct' else 'transfer' end as assignment_reason
from numbered
