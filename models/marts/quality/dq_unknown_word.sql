-- grain: one word of a status or type column that no vocabulary knows; its rows are kept as unknown.
select
    platform,
    shop_id,
    vocabulary,
    word,
    cast(count_rows as bigint) as count_rows
from {{ ref('stg_all__unknown_words') }}
