-- grain: one landed file and landing table with rows that staging leaves aside for a newer or an equal row elsewhere.
-- The keys are those of the staging models; a table that is not named here keeps all its rows.
{%- set newest_row = {
    'douyin_refunds': ['refund_id'],
    'exchange_assignments': ['platform', 'session_id', 'agent_account'],
    'exchange_attendance': ['platform', 'work_date', 'agent_account', "coalesce(shift_name, '')"],
    'exchange_calls': ['platform', 'call_id'],
    'exchange_complaints': ['platform', 'complaint_id'],
    'exchange_discipline': ['platform', 'event_id'],
    'exchange_evaluations': ['platform', 'session_id', 'customer_id', 'agent_account', 'coalesce(invited_at, evaluated_at)'],
    'exchange_kb_events': ['platform', 'event_id'],
    'exchange_order_lines': ['platform', 'order_id', 'line_id'],
    'exchange_orders': ['platform', 'order_id'],
    'exchange_outreach': ['platform', 'outreach_id'],
    'exchange_presence': ['platform', 'agent_account', 'started_at'],
    'exchange_refunds': ['platform', 'refund_id'],
    'exchange_reviews': ['platform', 'review_id'],
    'exchange_sessions': ['platform', 'session_id'],
    'exchange_shifts': ['platform', 'agent_account', 'starts_at'],
    'exchange_surveys': ['platform', 'survey_id'],
    'exchange_targets': ['platform', 'agent_id', 'kpi_id', 'month', "coalesce(period, 'month')"],
    'exchange_tickets': ['platform', 'ticket_id'],
    'exchange_training': ['platform', 'course_id', 'held_on', 'agent_account'],
    'exchange_ui_events': ['platform', 'event_id'],
    'freshdesk_tickets': ['ticket_id'],
    'jd_sessions': ["coalesce(session_id, started_at || '#' || coalesce(customer_name, '') || '#' || coalesce(agent_account, ''))"],
    'pdd_refunds': ['refund_id'],
    'tmall_item_traffic': ['stat_date', 'item_id'],
    'tmall_orders': ['order_id'],
    'tmall_refunds': ['refund_id'],
    'zendesk_tickets': ['ticket_id'],
} %}
{#- Of an order the rows of the newest file that holds it count, all of them together. -#}
{%- set newest_file = ['jd_orders', 'pdd_orders', 'tmall_order_items'] %}
{#- Equal messages of two files are one; the occurrence tells equal messages of one file apart. -#}
{%- set first_copy = {
    'jd_chat_messages': ['block_key', 'sender_name', 'sent_at', 'occurrence', "md5(coalesce(content, ''))"],
    'tmall_chat_messages': [
        'customer_name', 'sender_name', 'sent_at', 'message_kind', 'occurrence', "md5(coalesce(content, ''))"
    ],
} %}
with ranked as (
    {%- for table, keys in newest_row.items() %}
    select
        source_file_id,
        '{{ table }}' as landing_table,
        row_number() over (
            partition by shop_id, {{ keys | join(', ') }}
            order by export_rank desc, source_file desc, source_row desc
        ) as rank_no
    from {{ source('landing', table) }}
    union all
    {%- endfor %}
    {%- for table in newest_file %}
    select
        source_file_id,
        '{{ table }}' as landing_table,
        dense_rank() over (
            partition by shop_id, order_id
            order by export_rank desc, source_file desc
        ) as rank_no
    from {{ source('landing', table) }}
    union all
    {%- endfor %}
    {%- for table, keys in first_copy.items() %}
    select
        source_file_id,
        '{{ table }}' as landing_table,
        row_number() over (
            partition by shop_id, {{ keys | join(', ') }}
            order by export_rank asc, source_file asc, source_row asc
        ) as rank_no
    from {{ source('landing', table) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    source_file_id,
    landing_table,
    count(*) as count_rows
from ranked
where rank_no > 1
group by source_file_id, landing_table
