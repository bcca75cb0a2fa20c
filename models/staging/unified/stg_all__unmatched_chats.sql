-- grain: one conversation of a chat log that could be two sessions of the workbook and is therefore left out.
select
    'jd' as platform,
    shop_id,
    {{ personal_key(['block_key']) }} as native_session_id,
    started_at
from {{ ref('base_jd__session_matches') }}
where is_ambiguous
