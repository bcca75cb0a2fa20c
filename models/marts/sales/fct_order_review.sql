-- grain: one review of an order: what was decided, whether it is in force, and the credit before and after it.
select
    reviews.review_key,
    reviews.platform,
    reviews.shop_id,
    reviews.order_id,
    reviews.order_key,
    reviews.decision,
    reviews.review_reason,
    reviews.reviewer_id,
    reviews.is_reviewer_known,
    {{ public_name('reviews.credited_account') }} as credited_account,
    reviews.credited_agent_id,
    credits.rule_agent_id as credited_before,
    -- what a review decided, in force or replaced by a later one; one that cannot hold decides nothing
    case
        when reviews.not_in_force_reason <> 'superseded' then null
        when reviews.decision = 'confirm' then credits.rule_agent_id
        when reviews.decision = 'reassign' then reviews.credited_agent_id
        when reviews.decision = 'reject' then '(silent)'
    end as credited_after,
    orders.sales_amount,
    orders.created_date,
    orders.sold_date,
    reviews.reviewed_at,
    reviews.is_in_force,
    reviews.not_in_force_reason,
    refusals.name_en as not_in_force_en,
    refusals.name_zh as not_in_force_zh,
    reviews.source_file,
    cast(reviews.source_row as bigint) as source_row
from {{ ref('int_orders__reviews') }} as reviews
left join {{ ref('fct_order') }} as orders on reviews.order_key = orders.order_key
left join {{ ref('fct_order_credit') }} as credits on reviews.order_key = credits.order_key and credits.is_active
left join {{ ref('ref_review_refusals') }} as refusals on reviews.not_in_force_reason = refusals.not_in_force_reason
