-- grain: one refund case, with its days and whether the platform found the shop liable.
with dated as (
    select
        refunds.*,
        orders.order_key,
        orders.created_date as order_date,
        rules.cutoff_minutes,
        accounts.agent_id
    from {{ ref('stg_all__refunds') }} as refunds
    left join {{ ref('fct_order') }} as orders
        on refunds.platform = orders.platform and refunds.shop_id = orders.shop_id and refunds.order_id = orders.order_id
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            refunds.platform = rules.platform and refunds.shop_id = rules.shop_id
            and coalesce(cast(coalesce(refunds.finished_at, refunds.applied_at) as date), orders.created_date, date '1900-01-01')
            between rules.valid_from and rules.valid_to
    left join {{ ref('int_core__agent_accounts') }} as accounts
        on
            refunds.shop_id = accounts.shop_id and refunds.handler_account = accounts.account
            and cast(coalesce(refunds.finished_at, refunds.applied_at) as date) between accounts.valid_from and accounts.valid_to
)

select
    {{ surrogate_key(['platform', 'shop_id', 'refund_id']) }} as refund_key,
    platform,
    shop_id,
    refund_id,
    order_id,
    order_key,
    -- an account that neither roster nor chats know stands for itself
    coalesce(agent_id, {{ public_name('handler_account') }}) as agent_id,
    refund_status,
    refund_amount,
    applied_at,
    finished_at,
    {{ business_date('applied_at', 'cutoff_minutes') }} as applied_date,
    {{ business_date('finished_at', 'cutoff_minutes') }} as finished_date,
    -- where the end is not told, the refund still stands on a day, with its reason
    coalesce(
        {{ business_date('finished_at', 'cutoff_minutes') }}, {{ business_date('applied_at', 'cutoff_minutes') }}, order_date
    ) as business_date,
    {{ epoch_ms('finished_at') }} - {{ epoch_ms('applied_at') }} as refund_ms,
    is_intervened,
    is_merchant_liable,
    -- unknown stays unknown, unless the other half alone says no
    is_intervened and is_merchant_liable as is_dispute_lost
from dated
