-- grain: one review of an order.
select * from {{ ref('stg_exchange__reviews') }}
