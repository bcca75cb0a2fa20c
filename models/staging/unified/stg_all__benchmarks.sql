-- grain: one metric of the shop beside its peers in one category and period.
select * from {{ ref('stg_exchange__benchmarks') }}
