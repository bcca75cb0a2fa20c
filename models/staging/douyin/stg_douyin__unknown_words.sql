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
)

select
    'douyin' as platform,
    shop_id,
    vocabulary,
    word,
    count(*) as count_rows
from words
group by shop_id, vocabulary, word
