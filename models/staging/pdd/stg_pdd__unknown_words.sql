-- grain: one word for who wrote a message that no seed knows, with the number of rows it stands in.
select
    'pdd' as platform,
    shop_id,
    'sender_role' as vocabulary,
    native_role as word,
    count(*) as count_rows
from {{ ref('base_pdd__messages') }}
where is_role_unknown
group by shop_id, native_role
