-- grain: one evaluated session of the session workbook; it says nothing of invites.
select
    'jd' as platform,
    sessions.shop_id,
    sessions.native_session_id as evaluation_id,
    sessions.native_session_id,
    {{ customer_key("'jd'", 'sessions.customer_name') }} as customer_key,
    coalesce(sessions.transferred_account, sessions.agent_account) as agent_account,
    cast(null as timestamp) as invited_at,
    cast(null as timestamp) as evaluated_at,
    cast(true as boolean) as is_evaluated,
    words.satisfaction_level,
    sessions.satisfaction as native_satisfaction
from {{ ref('base_jd__sessions') }} as sessions
left join {{ ref('ref_satisfaction_words') }} as words
    on sessions.satisfaction = words.native_word and words.platform = 'jd'
where sessions.satisfaction is not null
