-- grain: one survey answer; the one place where surveys and the answers in tickets are stacked.
-- A satisfaction answer in a ticket is left out where the surveys hold one of the same ticket.
with surveys as (
    select * from {{ ref('stg_exchange__surveys') }}
    union all
    select * from {{ ref('stg_chatwoot__surveys') }}
),

known as (
    select distinct
        platform,
        shop_id,
        native_ticket_id
    from surveys
    where survey_kind = 'csat' and native_ticket_id is not null
)

select * from surveys
union all
select answers.*
from {{ ref('base_helpdesk__ticket_surveys') }} as answers
left join known
    on
        answers.platform = known.platform and answers.shop_id = known.shop_id
        and answers.native_ticket_id = known.native_ticket_id
where known.native_ticket_id is null
