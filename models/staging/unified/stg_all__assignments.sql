-- grain: one agent to whom a platform gave a session; the one place where the platforms' rows are stacked.
select * from {{ ref('stg_jd__assignments') }}

union all

select * from {{ ref('stg_douyin__assignments') }}

union all

select * from {{ ref('stg_exchange__assignments') }}
