-- Every order that counts is credited exactly once under each of the named strategies, and exactly one of them is in force.
with strategies as (
    select count(*) as count_strategies
    from {{ ref('ref_credit_strategies') }}
),

credits as (
    select
        order_key,
        count(*) as count_credits,
        sum(case when is_active then 1 else 0 end) as count_active
    from {{ ref('fct_order_credit') }}
    group by order_key
)

select
    orders.order_key,
    credits.count_credits,
    credits.count_active
from {{ ref('fct_order') }} as orders
cross join strategies
left join credits on orders.order_key = credits.order_key
where
    orders.order_exclusion_reason is null
    and (coalesce(credits.count_credits, 0) <> strategies.count_strategies or coalesce(credits.count_active, 0) <> 1)
