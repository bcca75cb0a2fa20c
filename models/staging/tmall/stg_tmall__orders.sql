-- grain: one order, in the version of its newest export.
with typed as (
    select
        orders.*,
        cast(orders.created_at as timestamp) as created_time,
        cast(orders.paid_at as timestamp) as paid_time,
        cast(orders.total_amount as decimal(18, 2)) as total,
        cast(orders.paid_amount as decimal(18, 2)) as paid_net,
        cast(orders.refund_amount as decimal(18, 2)) as refunded,
        replace(replace(replace(orders.order_status, '，', ''), ',', ''), '｜', '') as status_word,
        row_number() over (
            partition by orders.shop_id, orders.order_id
            order by orders.export_rank desc, orders.source_file desc, orders.source_row desc
        ) as recency,
        -- whether this file's chosen columns hold payment times; where the whole shop has none, nobody filled the column
        {{ has_column('files', 'tmall_orders', 'paid_at') }}
        and max(orders.paid_at) over (partition by orders.shop_id) is not null as has_paid_column
    from {{ source('landing', 'tmall_orders') }} as orders
    left join {{ ref('stg_landing__files') }} as files
        on orders.source_file_id = files.source_file_id and files.status = 'landed'
),

refunds as (
    select
        shop_id,
        order_id,
        sum(refund_amount) as refund_amount,
        max(finished_at) as finished_at
    from {{ ref('stg_tmall__refunds') }}
    where refund_status = 'success'
    group by shop_id, order_id
),

known as (
    select
        typed.*,
        coalesce(statuses.order_status, 'unknown') as known_status,
        statuses.order_status is null as is_status_unknown,
        coalesce(
            typed.paid_time,
            case
                when not typed.has_paid_column and statuses.order_status in ('paid', 'shipped', 'finished') then typed.created_time
            end
        ) as effective_paid_time,
        coalesce(typed.refunded, refunds.refund_amount, 0) as refund_total,
        refunds.finished_at as refund_finished_at
    from typed
    left join {{ ref('ref_order_statuses') }} as statuses
        on typed.status_word = statuses.native_status and statuses.platform = 'tmall'
    left join refunds on typed.shop_id = refunds.shop_id and typed.order_id = refunds.order_id
    where typed.recency = 1
)

select
    'tmall' as platform,
    shop_id,
    order_id,
    -- a masked nick (t******7) names nobody
    case when customer_name not like '%**%' then {{ customer_key("'tmall'", 'customer_name') }} end as customer_key,
    coalesce(customer_name like '%**%', true) as is_customer_masked,
    created_time as created_at,
    effective_paid_time as paid_at,
    cast(shipped_at as timestamp) as shipped_at,
    cast(received_at as timestamp) as finished_at,
    case when known_status = 'closed' and effective_paid_time is not null then refund_finished_at end as closed_at,
    known_status as order_status,
    order_status as native_status,
    is_status_unknown,
    cast(false as boolean) as is_cod,
    cast(null as {{ dbt.type_string() }}) as order_exclusion_reason,
    cast(null as {{ dbt.type_string() }}) as group_status,
    -- 买家实际支付金额 is net of refunds, so they are added back where the gross column is missing
    cast(coalesce(total, paid_net + refund_total) as decimal(18, 2)) as total_amount,
    coalesce(cast(postage_amount as decimal(18, 2)), 0) as postage_amount,
    cast(refund_total as decimal(18, 2)) as refund_amount,
    cast(item_count as bigint) as count_items
from known
