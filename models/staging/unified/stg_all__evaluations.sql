-- grain: one invite, or one evaluation without invite; the one place where the platforms' rows are stacked.
select * from {{ ref('stg_jd__evaluations') }}

union all

select * from {{ ref('stg_exchange__evaluations') }}
