-- grain: one review of an order: whether it is in force, and whom it credits.
-- The account that it names is that of the day on which the order was placed, like the accounts of the chats.
with known as (
    select
        reviews.*,
        orders.order_key,
        orders.created_at,
        orders.order_exclusion_reason,
        case
            when reviews.decision = 'reassign' then coalesce(case when roster.role <> 'robot' then roster.agent_id end, unnamed.agent_id)
        end as credited_agent_id,
        coalesce(reviewers.agent_id, {{ public_name('reviews.reviewer_account') }}) as reviewer_id,
        reviewers.agent_id is not null as is_reviewer_known
    from {{ ref('stg_exchange__order_reviews') }} as reviews
    left join {{ ref('fct_order') }} as orders
        on reviews.platform = orders.platform and reviews.shop_id = orders.shop_id and reviews.order_id = orders.order_id
    {{ join_roster('roster', 'reviews', 'reviews.credited_account', 'cast(orders.created_at as date)') }}
    -- accounts that no roster names stand for themselves
    left join {{ ref('int_core__agent_accounts') }} as unnamed
        on
            reviews.platform = unnamed.platform and reviews.shop_id = unnamed.shop_id
            and reviews.credited_account = unnamed.account and unnamed.is_inferred
    {{ join_roster('reviewers', 'reviews', 'reviews.reviewer_account', 'cast(reviews.reviewed_at as date)') }}
),

judged as (
    select
        *,
        case
            when decision = 'unknown' then 'decision_unknown'
            when order_key is null then 'order_unknown'
            when order_exclusion_reason is not null then 'order_not_counted'
            when decision = 'reassign' and credited_account is null then 'credited_account_missing'
            when decision = 'reassign' and credited_agent_id is null then 'agent_unknown'
        end as defect
    from known
),

ordered as (
    select
        *,
        row_number() over (
            partition by platform, shop_id, order_id, defect is null
            order by reviewed_at desc, told_recency asc
        ) as review_rank
    from judged
)

select
    review_key,
    platform,
    shop_id,
    order_id,
    order_key,
    decision,
    review_reason,
    reviewer_id,
    is_reviewer_known,
    credited_account,
    credited_agent_id,
    reviewed_at,
    defect is null and review_rank = 1 as is_in_force,
    case when defect is not null then defect when review_rank > 1 then 'superseded' end as not_in_force_reason,
    source_file,
    source_row
from ordered
