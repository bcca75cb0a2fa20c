-- grain: one session that a platform itself counts; the one place where the platforms' rows are stacked.
select * from {{ ref('stg_jd__sessions') }}

union all

select * from {{ ref('stg_exchange__sessions') }}
