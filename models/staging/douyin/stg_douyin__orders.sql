-- grain: one order: the rows of its sub-orders added up.
-- The export hides the buyer: he is known where a column names him, or by the chats that speak of the order.
with totals as (
    select
        shop_id,
        order_id,
        max(case when customer_name not like '%**%' then customer_name end) as customer_name,
        min(created_at) as created_at,
        min(paid_at) as paid_at,
        min(shipped_at) as shipped_at,
        max(finished_at) as ended_at,
        -- over only when every sub-order that is not closed is over
        max(case when known_status is distinct from 'closed' and finished_at is null then 1 else 0 end) = 1 as is_open,
        bool_or(known_status is null) as is_status_unknown,
        bool_or(is_cod) as is_cod,
        sum(payable_amount) as payable_amount,
        sum(postage_amount) as postage_amount,
        sum(quantity) as count_items
    from {{ ref('base_douyin__order_rows') }}
    group by shop_id, order_id
),

furthest as (
    select
        shop_id,
        order_id,
        known_status,
        native_status,
        row_number() over (partition by shop_id, order_id order by progress desc, row_key asc) as place,
        row_number() over (
            partition by shop_id, order_id
            order by case when known_status is null then 0 else 1 end asc, progress desc, row_key asc
        ) as place_unknown_first
    from {{ ref('base_douyin__order_rows') }}
),

numbers as (
    select
        shop_id,
        order_id,
        order_id as spoken_id
    from {{ ref('base_douyin__order_rows') }}
    union
    select
        shop_id,
        order_id,
        sub_order_id as spoken_id
    from {{ ref('base_douyin__order_rows') }}
    where is_sub_order
),

speakers as (
    select
        numbers.shop_id,
        numbers.order_id,
        chats.customer_key
    from {{ ref('base_douyin__messages') }} as mentions
    inner join numbers
        on mentions.shop_id = numbers.shop_id and mentions.order_id = numbers.spoken_id
    inner join {{ ref('stg_douyin__messages') }} as chats
        on mentions.shop_id = chats.shop_id and mentions.position = chats.position
),

-- an order of which two buyers speak is nobody's
buyers as (
    select
        shop_id,
        order_id,
        min(customer_key) as customer_key
    from speakers
    group by shop_id, order_id
    having count(distinct customer_key) = 1
),

cases as (
    select
        shop_id,
        order_id,
        sum(case when refund_status = 'success' then refund_amount else 0 end) as refund_amount,
        max(case when refund_status = 'success' then finished_at end) as finished_at
    from {{ ref('base_douyin__refunds') }}
    group by shop_id, order_id
),

known_cases as (
    select distinct
        shop_id,
        order_id,
        sub_order_id
    from {{ ref('base_douyin__refunds') }}
),

-- The order file says that a sub-order was refunded, not how much: its amount, unless a case tells.
told as (
    select
        rows_.shop_id,
        rows_.order_id,
        sum(rows_.payable_amount) as refund_amount
    from {{ ref('base_douyin__order_rows') }} as rows_
    left join known_cases
        on
            rows_.shop_id = known_cases.shop_id and rows_.order_id = known_cases.order_id
            and (known_cases.sub_order_id is null or rows_.sub_order_id = known_cases.sub_order_id)
    where rows_.is_refund_told and rows_.is_sub_order and known_cases.order_id is null
    group by rows_.shop_id, rows_.order_id
)

select
    'douyin' as platform,
    totals.shop_id,
    totals.order_id,
    coalesce({{ customer_key("'douyin'", 'totals.customer_name') }}, buyers.customer_key) as customer_key,
    totals.customer_name is null and buyers.customer_key is null as is_customer_masked,
    totals.created_at,
    totals.paid_at,
    totals.shipped_at,
    case when furthest.known_status = 'finished' and not totals.is_open then totals.ended_at end as finished_at,
    case when furthest.known_status = 'closed' then coalesce(totals.ended_at, cases.finished_at) end as closed_at,
    coalesce(furthest.known_status, 'unknown') as order_status,
    words.native_status,
    totals.is_status_unknown,
    totals.is_cod,
    cast(null as {{ dbt.type_string() }}) as order_exclusion_reason,
    cast(null as {{ dbt.type_string() }}) as group_status,
    cast(totals.payable_amount as decimal(18, 2)) as total_amount,
    cast(coalesce(totals.postage_amount, 0) as decimal(18, 2)) as postage_amount,
    cast(coalesce(cases.refund_amount, 0) + coalesce(told.refund_amount, 0) as decimal(18, 2)) as refund_amount,
    cast(totals.count_items as bigint) as count_items
from totals
inner join furthest
    on totals.shop_id = furthest.shop_id and totals.order_id = furthest.order_id and furthest.place = 1
inner join furthest as words
    on totals.shop_id = words.shop_id and totals.order_id = words.order_id and words.place_unknown_first = 1
left join buyers on totals.shop_id = buyers.shop_id and totals.order_id = buyers.order_id
left join cases on totals.shop_id = cases.shop_id and totals.order_id = cases.order_id
left join told on totals.shop_id = told.shop_id and totals.order_id = told.order_id
