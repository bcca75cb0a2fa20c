-- grain: one order; the one place where the platforms' rows are stacked.
select * from {{ ref('stg_tmall__orders') }}

union all

select * from {{ ref('stg_jd__orders') }}

union all

select * from {{ ref('stg_exchange__orders') }}
