-- grain: one word of calls, scores, presence or call records that no seed knows, with the number of rows it stands in.
with words as (
    select
        platform,
        shop_id,
        'call_direction' as vocabulary,
        native_direction as word
    from {{ ref('stg_exchange__calls') }}
    where direction = 'unknown'
    union all
    select
        platform,
        shop_id,
        'call_kind' as vocabulary,
        native_call_kind as word
    from {{ ref('stg_exchange__calls') }}
    where call_kind = 'unknown'
    union all
    select
        platform,
        shop_id,
        'reviewer_kind' as vocabulary,
        native_reviewer_kind as word
    from {{ ref('stg_exchange__qa_scores') }}
    where reviewer_kind = 'unknown'
    union all
    select
        platform,
        shop_id,
        'presence_state' as vocabulary,
        native_state as word
    from {{ ref('stg_exchange__presence') }}
    where state = 'unknown'
    union all
    select
        platform,
        shop_id,
        'call_disposition' as vocabulary,
        native_disposition as word
    from {{ ref('base_asterisk__legs') }}
    where is_disposition_unknown
)

select
    platform,
    shop_id,
    vocabulary,
    word,
    count(*) as count_rows
from words
group by platform, shop_id, vocabulary, word
