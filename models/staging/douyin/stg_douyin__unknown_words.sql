-- grain: one word of a vocabulary column of these files that no seed knows, with the number of rows it stands in.
with words as (
    select
        shop_id,
        'sender_role' as vocabulary,
        native_side as word
    from {{ ref('base_douyin__messages') }}
    where is_side_unknown
    union all
    select
        shop_id,
        'sender_role' as vocabulary,
        native_sender_kind as word
    from {{ ref('base_douyin__messages') }}
    where is_kind_unknown
    union all
    select
        shop_id,
        'refund_type' as vocabulary,
        after_sale_type as word
    from {{ ref('base_douyin__refunds') }}
    where is_type_unknown
    union all
    select
        cases.shop_id,
        'arbitration_status' as vocabulary,
        cases.arbitration_status as word
    from {{ ref('base_douyin__refunds') }} as cases
    inner join {{ ref('stg_douyin__refunds') }} as refunds
        on cases.shop_id = refunds.shop_id and cases.refund_id = refunds.refund_id
    where cases.arbitration_status is not null and refunds.is_intervened is null
    union all
    select
        cases.shop_id,
        'liable_party' as vocabulary,
        cases.liable_party as word
    from {{ ref('base_douyin__refunds') }} as cases
    inner join {{ ref('stg_douyin__refunds') }} as refunds
        on cases.shop_id = refunds.shop_id and cases.refund_id = refunds.refund_id
    where cases.liable_party is not null and refunds.is_merchant_liable is null
)

select
    'douyin' as platform,
    shop_id,
    vocabulary,
    word,
    count(*) as count_rows
from words
group by shop_id, vocabulary, word
