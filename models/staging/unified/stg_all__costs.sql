-- grain: one cost row.
select * from {{ ref('stg_exchange__costs') }}
