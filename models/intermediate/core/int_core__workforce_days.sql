-- grain: one day of a shop on which calls, scores, training, attendance, presence or discipline stand.
select
    platform,
    shop_id,
    business_date as day_
from {{ ref('fct_call') }}
union
select
    platform,
    shop_id,
    scored_date as day_
from {{ ref('fct_qa_score') }}
union
select
    platform,
    shop_id,
    held_date as day_
from {{ ref('fct_training') }}
union
select
    platform,
    shop_id,
    work_date as day_
from {{ ref('fct_attendance') }}
union
select
    platform,
    shop_id,
    happened_date as day_
from {{ ref('fct_discipline') }}
union
select
    platform,
    shop_id,
    cast({{ timestamp_of_ms('started_ms') }} as date) as day_
from {{ ref('stg_exchange__presence') }}
