-- grain: one review of an order, with what the buyer made of it later.
with dated as (
    select
        reviews.*,
        {{ business_date('reviews.reviewed_at', 'rules.cutoff_minutes') }} as business_date,
        accounts.agent_id
    from {{ ref('stg_all__reviews') }} as reviews
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            reviews.platform = rules.platform and reviews.shop_id = rules.shop_id
            and cast(reviews.reviewed_at as date) between rules.valid_from and rules.valid_to
    left join {{ ref('int_core__agent_accounts') }} as accounts
        on
            reviews.shop_id = accounts.shop_id and reviews.agent_account = accounts.account
            and cast(reviews.reviewed_at as date) between accounts.valid_from and accounts.valid_to
)

select
    {{ surrogate_key(['dated.platform', 'dated.shop_id', 'dated.review_id']) }} as review_key,
    dated.platform,
    dated.shop_id,
    dated.review_id,
    dated.order_id,
    dated.customer_key,
    coalesce(dated.agent_id, {{ public_name('dated.agent_account') }}) as agent_id,
    dated.reviewed_at,
    dated.business_date,
    dated.review_level,
    dated.revised_at,
    dated.revised_level,
    {{ epoch_ms('dated.revised_at') }} - {{ epoch_ms('dated.reviewed_at') }} as revised_after_ms,
    dated.dsr_description,
    dated.dsr_service,
    dated.dsr_logistics
from dated
