-- grain: one conversation that was left out because it could be either of two sessions of the platform's own list.
select
    platform,
    shop_id,
    native_session_id,
    started_at
from {{ ref('stg_all__unmatched_chats') }}
