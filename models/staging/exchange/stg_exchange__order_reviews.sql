-- grain: one review of an order. Rows are only ever added: the same row in two files, or twice in one, is one review, told where it stood first.
with told as (
    {{ exchange_rows('exchange_order_reviews') }}
),

keyed as (
    select
        *,
        {{ surrogate_key([
            'known_platform', 'shop_id', 'order_id', 'lower(decision)', 'reviewer', 'credited_account', 'lower(reason)', 'reviewed_at',
        ]) }} as review_key
    from told
),

tellings as (
    select
        *,
        row_number() over (partition by review_key order by recency desc) as telling_no
    from keyed
)

select
    tellings.review_key,
    tellings.known_platform as platform,
    tellings.shop_id,
    tellings.order_id,
    coalesce(decisions.meaning, 'unknown') as decision,
    tellings.decision as native_decision,
    tellings.reviewer as reviewer_account,
    tellings.credited_account,
    case when tellings.reason is not null then coalesce(reasons.meaning, 'unknown') end as review_reason,
    tellings.reason as native_reason,
    cast(tellings.reviewed_at as timestamp) as reviewed_at,
    -- 1 = the last row of the newest file that speaks of the order
    tellings.recency as told_recency,
    {{ public_name('tellings.source_file') }} as source_file,
    tellings.source_row
from tellings
left join {{ ref('ref_order_review_words') }} as decisions
    on decisions.vocabulary = 'decision' and lower(tellings.decision) = decisions.word
left join {{ ref('ref_order_review_words') }} as reasons
    on reasons.vocabulary = 'reason' and lower(tellings.reason) = reasons.word
where tellings.telling_no = 1
