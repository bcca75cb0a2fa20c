-- grain: one invite, or one evaluation without invite, of the exchange format.
with ranked as (
    {{ exchange_rows('exchange_evaluations') }}
)

select
    ranked.known_platform as platform,
    ranked.shop_id,
    {{ personal_key([
        'ranked.session_id', 'ranked.customer_id', 'ranked.agent_account', 'coalesce(ranked.invited_at, ranked.evaluated_at)'
    ]) }} as evaluation_id,
    ranked.session_id as native_session_id,
    {{ customer_key("ranked.known_platform", 'ranked.customer_id') }} as customer_key,
    ranked.agent_account,
    cast(ranked.invited_at as timestamp) as invited_at,
    cast(ranked.evaluated_at as timestamp) as evaluated_at,
    ranked.evaluated_at is not null or ranked.satisfaction is not null as is_evaluated,
    coalesce(words.satisfaction_level, numbers.satisfaction_level) as satisfaction_level,
    ranked.satisfaction as native_satisfaction
from ranked
left join {{ ref('ref_satisfaction_words') }} as words
    on ranked.satisfaction = words.native_word and ranked.known_platform = words.platform
left join {{ ref('ref_satisfaction_words') }} as numbers
    on ranked.satisfaction = numbers.native_word and numbers.platform = 'other'
where ranked.recency = 1
