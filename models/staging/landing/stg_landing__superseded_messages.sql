-- grain: one landed file and table of chat messages with messages that staging leaves aside: equal messages of two files are one.
-- What a file holds less what of it is kept.
{%- set kept_by = {
    'douyin_chat_messages': 'base_douyin__messages',
    'exchange_messages': 'stg_exchange__messages',
    'jd_chat_messages': 'base_jd__messages',
    'pdd_chat_messages': 'base_pdd__messages',
    'tmall_chat_messages': 'stg_tmall__messages',
} %}
with landed as (
    {%- for table in kept_by %}
    select
        source_file_id,
        '{{ table }}' as landing_table,
        count(*) as count_rows
    from {{ source('landing', table) }}
    group by source_file_id
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- a message's position holds the number of its file
kept as (
    {%- for table, model in kept_by.items() %}
    select
        '{{ table }}' as landing_table,
        cast(floor(position / 4294967296) as bigint) as file_no,
        count(*) as count_rows
    from {{ ref(model) }}
    group by cast(floor(position / 4294967296) as bigint)
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    landed.source_file_id,
    landed.landing_table,
    landed.count_rows - coalesce(kept.count_rows, 0) as count_rows
from landed
inner join {{ ref('stg_landing__files') }} as files on landed.source_file_id = files.source_file_id and files.status = 'landed'
left join kept on files.file_no = kept.file_no and landed.landing_table = kept.landing_table
where landed.count_rows > coalesce(kept.count_rows, 0)
