-- grain: one row (one style) of an order in its newest version.
with current_rows as (
    select
        versions.*,
        replace(replace(replace(versions.order_status, '，', ''), ',', ''), '｜', '') as status_word,
        -- whether the shop's files tell when a group succeeded, and this one would have told it too
        {{ has_column('files', 'pdd_orders', 'grouped_at') }}
        and max(versions.grouped_at) over (partition by versions.shop_id) is not null as has_group_times
    from {{ ref('base_pdd__order_versions') }} as versions
    left join {{ ref('stg_landing__files') }} as files
        on versions.source_file_id = files.source_file_id and files.status = 'landed'
)

select
    current_rows.shop_id,
    current_rows.order_id,
    coalesce(
        current_rows.style_id,
        '#' || cast(
            row_number() over (partition by current_rows.shop_id, current_rows.order_id order by current_rows.line_key asc)
            as {{ dbt.type_string() }}
        )
    ) as line_id,
    coalesce(current_rows.goods_id, current_rows.style_id, current_rows.merchant_sku) as sku_id,
    cast(current_rows.quantity as bigint) as quantity,
    -- what the buyer paid, postage in; where that column was not chosen it is what the discounts leave
    coalesce(
        cast(current_rows.paid_amount as decimal(18, 2)),
        cast(current_rows.goods_amount as decimal(18, 2))
        + coalesce(cast(current_rows.postage_amount as decimal(18, 2)), 0)
        - coalesce(cast(current_rows.shop_discount_amount as decimal(18, 2)), 0)
        - coalesce(cast(current_rows.platform_discount_amount as decimal(18, 2)), 0)
        - coalesce(cast(current_rows.payment_discount_amount as decimal(18, 2)), 0)
    ) as row_amount,
    cast(current_rows.postage_amount as decimal(18, 2)) as postage_amount,
    cast(current_rows.paid_at as timestamp) as paid_at,
    cast(current_rows.grouped_at as timestamp) as grouped_at,
    cast(current_rows.shipped_at as timestamp) as shipped_at,
    cast(current_rows.received_at as timestamp) as received_at,
    current_rows.exported_at,
    current_rows.has_group_times,
    current_rows.order_status as native_status,
    statuses.order_status as known_status,
    -- an order that waits for its parcel, or whose money went back, was paid
    coalesce(statuses.order_status in ('paid', 'shipped', 'finished', 'closed') and not statuses.is_never_paid, false) as is_paid_by_status,
    group_statuses.group_status as told_group_status,
    -- the row that is furthest behind speaks for its order, an unknown word before all, a closed row last
    case statuses.order_status
        when 'unpaid' then 1
        when 'paid' then 2
        when 'shipped' then 3
        when 'finished' then 4
        when 'closed' then 5
        else 0
    end as progress
from current_rows
left join {{ ref('ref_order_statuses') }} as statuses
    on current_rows.status_word = statuses.native_status and statuses.platform = 'pdd'
left join {{ ref('ref_group_statuses') }} as group_statuses
    on current_rows.status_word = group_statuses.native_status and group_statuses.platform = 'pdd'
where current_rows.recency = 1
