-- grain: one refund case; the one place where the platforms' rows are stacked.
select * from {{ ref('stg_tmall__refunds') }}

union all

select * from {{ ref('stg_exchange__refunds') }}
