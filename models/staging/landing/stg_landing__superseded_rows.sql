{{ config(materialized='table') }}
-- grain: one landed file and landing table with rows that staging leaves aside for a newer or an equal row elsewhere.
-- The rules are those of the staging models. Of lists of people, of fields and of platforms' own figures every row counts.
{%- set newest_row = {
    'douyin_refunds': ['shop_id', 'refund_id'],
    'exchange_agent_grades': ['agent_id', 'cast(valid_from as date)'],
    'exchange_scheme_assignments': [
        "case when " ~ names_no_shop('exchange_scheme_assignments') ~ " then '(all)' else shop_id end", 'platform', 'agent_id',
        'case when agent_id is null then team end', 'cast(valid_from as date)',
    ],
    'jd_sessions': ['shop_id', "coalesce(session_id, concat_ws('|', started_at, coalesce(customer_name, '~'), coalesce(agent_account, '~'),
        coalesce(transferred_account, '~')))"],
    'pdd_refunds': ['shop_id', 'refund_id'],
    'shops': ['shop', 'platform'],
    'tmall_item_traffic': ['shop_id', 'stat_date', 'item_id'],
    'tmall_orders': ['shop_id', 'order_id'],
    'tmall_refunds': ['shop_id', 'refund_id'],
    'tmall_shop_traffic': ['shop_id', 'stat_date'],
} %}
{#- Sums: all rows of the newest file that names the key count, none of an older one. -#}
{%- set newest_file = {
    'exchange_pay_entries': ['agent_id', "date_trunc('month', cast(month as date))", 'entry_name'],
    'exchange_pay_outs': [
        'agent_id', "date_trunc('month', cast(month as date))", "date_trunc('month', cast(coalesce(for_month, month) as date))", 'line'
    ],
} %}
{%- set versions = {
    'douyin_orders': 'base_douyin__order_versions',
    'jd_orders': 'base_jd__order_versions',
    'pdd_orders': 'base_pdd__order_versions',
    'tmall_order_items': 'base_tmall__order_line_versions',
} %}
{%- set own_rule = ['exchange_calendars', 'exchange_costs', 'exchange_order_reviews', 'exchange_traffic'] %}
with ranked as (
    {%- for table, keys in newest_row.items() %}
    select
        source_file_id,
        '{{ table }}' as landing_table,
        row_number() over (
            partition by {{ keys | join(', ') }}
            order by export_rank desc, source_file desc, source_row desc
        ) as recency
    from {{ source('landing', table) }}
    union all
    {%- endfor %}
    {%- for table, keys in newest_file.items() %}
    select
        source_file_id,
        '{{ table }}' as landing_table,
        dense_rank() over (partition by {{ keys | join(', ') }} order by export_rank desc, source_file desc) as recency
    from {{ source('landing', table) }}
    union all
    {%- endfor %}
    {%- for table, model in versions.items() %}
    select
        source_file_id,
        '{{ table }}' as landing_table,
        coalesce(recency, 2) as recency
    from {{ ref(model) }}
    union all
    {%- endfor %}
    {%- for table in exchange_keys() if table not in own_rule %}
    select
        source_file_id,
        '{{ table }}' as landing_table,
        recency
    from ({{ exchange_rows(table) }}) as {{ table }}
    union all
    {%- endfor %}
    select
        source_file_id,
        'exchange_costs' as landing_table,
        dense_rank() over (
            partition by shop_id, known_platform, date_trunc('month', cast(month as date)), cost_kind, team, agent_id
            order by export_rank desc, source_file desc
        ) as recency
    from ({{ exchange_rows('exchange_costs') }}) as exchange_costs
    union all
    -- the newest file that names a calendar tells its whole week
    select
        source_file_id,
        'exchange_calendars' as landing_table,
        dense_rank() over (
            partition by shop_id, known_platform, calendar_id order by export_rank desc, source_file desc
        ) + recency - 1 as recency
    from ({{ exchange_rows('exchange_calendars') }}) as exchange_calendars
    union all
    -- a review is told where it stood first
    select
        source_file_id,
        'exchange_order_reviews' as landing_table,
        row_number() over (
            partition by shop_id, known_platform, order_id, lower(decision), reviewer, credited_account, lower(reason), reviewed_at
            order by recency desc
        ) as recency
    from ({{ exchange_rows('exchange_order_reviews') }}) as exchange_order_reviews
    union all
    -- an empty channel and a word for the total are the same row
    select
        traffic.source_file_id,
        'exchange_traffic' as landing_table,
        row_number() over (
            partition by
                traffic.shop_id, traffic.known_platform, traffic.stat_date, traffic.sku_id,
                case when totals.native_channel is null then traffic.channel end
            order by traffic.export_rank desc, traffic.source_file desc, traffic.source_row desc
        ) as recency
    from ({{ exchange_rows('exchange_traffic') }}) as traffic
    left join {{ ref('ref_traffic_totals') }} as totals
        on traffic.channel = totals.native_channel and totals.platform = 'other'
    union all
    select
        source_file_id,
        'jd_shop_traffic' as landing_table,
        recency
    from {{ ref('base_jd__traffic_versions') }}
)

select
    source_file_id,
    landing_table,
    count(*) as count_rows
from ranked
where recency > 1
group by source_file_id, landing_table
union all
select
    source_file_id,
    landing_table,
    count_rows
from {{ ref('stg_landing__superseded_messages') }}
