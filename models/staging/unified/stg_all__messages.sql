-- grain: one message of a customer's chat with the shop, all platforms; the one place where the platforms' rows are stacked.
select * from {{ ref('stg_tmall__messages') }}

union all

select * from {{ ref('stg_jd__messages') }}

union all

select * from {{ ref('stg_pdd__messages') }}

union all

select * from {{ ref('stg_douyin__messages') }}

union all

select * from {{ ref('stg_exchange__messages') }}
