-- grain: one order: its rows added up.
-- The export names no buyer: he is known by the chats that carry the order's number.
with totals as (
    select
        shop_id,
        order_id,
        min(paid_at) as paid_time,
        coalesce(min(paid_at), min(grouped_at), case when bool_or(is_paid_by_status) then {{ date_of_yymmdd('order_id') }} end) as known_time,
        coalesce({{ date_of_yymmdd('order_id') }}, max(exported_at)) as doubtful_time,
        min(grouped_at) as grouped_time,
        bool_or(has_group_times) as has_group_times,
        min(shipped_at) as shipped_at,
        max(received_at) as received_at,
        bool_or(told_group_status = 'failed') as is_failure_told,
        bool_or(told_group_status = 'open') as is_opening_told,
        bool_or(known_status in ('paid', 'shipped', 'finished')) as is_alive,
        sum(row_amount) as total_amount,
        sum(postage_amount) as postage_amount,
        sum(quantity) as count_items,
        sum(case when known_status = 'closed' and is_paid_by_status then row_amount end) as returned_amount
    from {{ ref('base_pdd__order_rows') }}
    group by shop_id, order_id
),

speakers as (
    select
        shop_id,
        order_id,
        native_status,
        known_status,
        row_number() over (partition by shop_id, order_id order by progress asc, native_status asc, line_id asc) as place
    from {{ ref('base_pdd__order_rows') }}
),

-- an order whose number stands in the chats of two buyers is nobody's
buyers as (
    select
        shop_id,
        order_id,
        min(customer_name) as customer_name
    from {{ ref('base_pdd__messages') }}
    where order_id is not null and not is_customer_nameless
    group by shop_id, order_id
    having count(distinct {{ customer_key("'pdd'", 'customer_name') }}) = 1
),

refunds as (
    select
        shop_id,
        order_id,
        sum(refund_amount) as refund_amount,
        max(finished_at) as finished_at
    from {{ ref('stg_pdd__refunds') }}
    where refund_status = 'success'
    group by shop_id, order_id
)

select
    'pdd' as platform,
    totals.shop_id,
    totals.order_id,
    {{ customer_key("'pdd'", 'buyers.customer_name') }} as customer_key,
    coalesce(buyers.customer_name like '%*%', true) as is_customer_masked,
    coalesce(totals.known_time, totals.doubtful_time) as created_at,
    totals.known_time as paid_at,
    totals.shipped_at,
    totals.received_at as finished_at,
    case when speakers.known_status = 'closed' then refunds.finished_at end as closed_at,
    coalesce(speakers.known_status, 'unknown') as order_status,
    speakers.native_status,
    speakers.known_status is null as is_status_unknown,
    cast(false as boolean) as is_cod,
    -- neither a time nor a status that says paid: nobody knows when it was placed
    case when totals.known_time is null then 'created_unknown' end as order_exclusion_reason,
    case
        when totals.is_failure_told then 'failed'
        when totals.grouped_time is not null then 'completed'
        when totals.is_opening_told then 'open'
        when totals.is_alive then 'completed'
        -- paid and closed, in a file that tells when groups succeeded, and this one did not
        when speakers.known_status = 'closed' and totals.paid_time is not null and totals.has_group_times then 'failed'
    end as group_status,
    cast(totals.total_amount as decimal(18, 2)) as total_amount,
    cast(coalesce(totals.postage_amount, 0) as decimal(18, 2)) as postage_amount,
    -- an order that was closed after payment was refunded whole, unless a case tells the amount
    cast(coalesce(refunds.refund_amount, totals.returned_amount, 0) as decimal(18, 2)) as refund_amount,
    cast(totals.count_items as bigint) as count_items
from totals
inner join speakers
    on totals.shop_id = speakers.shop_id and totals.order_id = speakers.order_id and speakers.place = 1
left join buyers on totals.shop_id = buyers.shop_id and totals.order_id = buyers.order_id
left join refunds on totals.shop_id = refunds.shop_id and totals.order_id = refunds.order_id
