{#- What tells the rows of an entity apart of which the newest version of each counts. -#}
{% macro exchange_keys() -%}
    {{ return({
        'asterisk_calls': [
            "coalesce(source.unique_id, '')",
            'source.started_at',
            "coalesce(source.source_number, '')",
            "coalesce(source.target_number, '')",
            "coalesce(source.channel, '')",
            "coalesce(source.target_channel, '')",
            'source.duration_s',
            'source.talk_s',
        ],
        'asterisk_queue_events': [
            'source.call_id',
            'source.occurred_at',
            'source.event',
            "coalesce(source.queue_name, '')",
            "coalesce(source.agent_account, '')",
            "coalesce(source.data_1, '')",
        ],
        'chatwoot_surveys': ['source.conversation_link', 'source.agent_account', 'source.recorded_at'],
        'exchange_assignments': ['source.session_id', 'source.agent_account', 'source.assigned_at'],
        'exchange_attendance': ['source.work_date', 'source.agent_account', "coalesce(source.shift_name, '')"],
        'exchange_benchmarks': [
            'source.metric',
            'source.category',
            'coalesce(source.stat_date, source.period_start, source.period_end)',
            'coalesce(source.stat_date, source.period_end, source.period_start)',
        ],
        'exchange_calendar_days': ['source.calendar_id', 'source.date_day', 'source.opens'],
        'exchange_calendars': ['source.calendar_id', 'source.weekday', 'source.opens'],
        'exchange_calls': ['source.call_id'],
        'exchange_complaints': ['source.complaint_id'],
        'exchange_costs': [
            "date_trunc('month', cast(source.month as date))",
            'source.cost_kind',
            'source.team',
            'source.agent_id',
        ],
        'exchange_discipline': ['source.event_id'],
        'exchange_evaluations': [
            'source.session_id',
            'source.customer_id',
            'source.agent_account',
            'coalesce(source.invited_at, source.evaluated_at)',
        ],
        'exchange_kb_events': ['source.event_id'],
        'exchange_order_lines': ['source.order_id', 'source.line_id'],
        'exchange_order_reviews': ['source.order_id'],
        'exchange_orders': ['source.order_id'],
        'exchange_outreach': ['source.outreach_id'],
        'exchange_presence': ['source.agent_account', 'source.started_at'],
        'exchange_qa_scores': [
            'coalesce(source.score_id, source.agent_account)',
            "case when source.score_id is null then source.scored_at else '' end",
            "case when source.score_id is null then source.reviewer_kind else '' end",
            "case when source.score_id is null then coalesce(source.reviewer, '') else '' end",
        ],
        'exchange_recommended_skus': [
            'source.session_id',
            'source.customer_id',
            'source.agent_account',
            'source.sku_id',
            'source.recommended_at',
        ],
        'exchange_refunds': ['source.refund_id'],
        'exchange_reviews': ['source.review_id'],
        'exchange_sessions': ['source.session_id'],
        'exchange_shifts': ['source.agent_account', 'source.starts_at'],
        'exchange_sla_policies': ['source.policy_id', 'source.priority', 'source.issue_type', 'source.valid_from'],
        'exchange_surveys': ['source.survey_id'],
        'exchange_targets': ['source.agent_id', 'source.kpi_id', 'source.month', "coalesce(source.period, 'month')"],
        'exchange_ticket_transfers': ['source.ticket_id', 'source.transferred_at', 'source.to_team', 'source.to_agent_account'],
        'exchange_tickets': ['source.ticket_id'],
        'exchange_traffic': ['source.stat_date', 'source.sku_id', 'source.channel'],
        'exchange_training': ['source.course_id', 'source.held_on', 'source.agent_account'],
        'exchange_ui_events': ['source.event_id'],
        'freshdesk_tickets': ['source.ticket_id'],
        'threecx_calls': [
            "coalesce(source.history_id, '')",
            "coalesce(source.call_id, '')",
            'source.started_at',
            'source.source_number',
            "coalesce(source.target_number, '')",
            "coalesce(source.final_number, '')",
            "coalesce(source.answered_at, '')",
        ],
        'zendesk_tickets': ['source.ticket_id'],
    }) }}
{%- endmacro %}

{#- All rows of an exchange entity with the platform they belong to (the row's own, else the shop's) and their recency among
    rows with the same keys: 1 is the newest file's. -#}
{% macro exchange_rows(entity) -%}
select
    source.*,
    coalesce(source.platform, shops.platform, 'other') as known_platform,
    row_number() over (
        partition by source.shop_id, coalesce(source.platform, shops.platform, 'other'){% for key in exchange_keys()[entity] %}, {{ key }}{% endfor %}
        order by source.export_rank desc, source.source_file desc, source.source_row desc
    ) as recency
from {{ source('landing', entity) }} as source
left join {{ ref('stg_landing__shops') }} as shops
    on source.shop_id = shops.shop_id and shops.is_default_platform
{%- endmacro %}
