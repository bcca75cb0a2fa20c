-- grain: one line of an order; the one place where the platforms' rows are stacked.
select * from {{ ref('stg_tmall__order_lines') }}

union all

select * from {{ ref('stg_jd__order_lines') }}

union all

select * from {{ ref('stg_exchange__order_lines') }}
