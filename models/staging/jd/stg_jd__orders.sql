-- grain: one order; the order's totals stand on each of its rows and are taken once.
with items as (
    select
        shop_id,
        order_id,
        sum(cast(quantity as bigint)) as count_items
    from {{ ref('base_jd__order_rows') }}
    group by shop_id, order_id
),

known as (
    select
        orders.*,
        items.count_items,
        statuses.order_status as known_status,
        coalesce(statuses.is_never_paid, false) as is_never_paid,
        coalesce(methods.is_cod, false) as is_cod_method,
        -- a parent that was split into child orders would count their money twice
        coalesce(orders.order_status like '%(删除)%' or orders.order_status like '%（删除）%', false)
        and coalesce(orders.merchant_note like '%订单拆分为%', false) as is_split_parent
    from {{ ref('base_jd__order_rows') }} as orders
    inner join items on orders.shop_id = items.shop_id and orders.order_id = items.order_id
    left join {{ ref('ref_order_statuses') }} as statuses
        on replace(replace(orders.order_status, '（', '('), '）', ')') = statuses.native_status and statuses.platform = 'jd'
    left join {{ ref('ref_payment_methods') }} as methods
        on orders.payment_method = methods.native_method and methods.platform = 'jd'
    where orders.row_no_from_newest = 1
)

select
    'jd' as platform,
    shop_id,
    order_id,
    case when customer_name not like '%**%' then {{ customer_key("'jd'", 'customer_name') }} end as customer_key,
    coalesce(customer_name like '%**%', true) as is_customer_masked,
    cast(created_at as timestamp) as created_at,
    case when not is_never_paid then cast(paid_at as timestamp) end as paid_at,
    cast(null as timestamp) as shipped_at,
    cast(finished_at as timestamp) as finished_at,
    cast(null as timestamp) as closed_at,
    coalesce(known_status, 'unknown') as order_status,
    order_status as native_status,
    known_status is null as is_status_unknown,
    is_cod_method as is_cod,
    case when is_split_parent then 'split_parent' end as order_exclusion_reason,
    cast(null as {{ dbt.type_string() }}) as group_status,
    cast(payable_amount as decimal(18, 2)) as total_amount,
    coalesce(cast(postage_amount as decimal(18, 2)), 0) as postage_amount,
    cast(0 as decimal(18, 2)) as refund_amount,
    cast(count_items as bigint) as count_items
from known
