-- grain: one session: a platform's own, or customer and agent cut at the session gap.
with spoken as (
    select
        session_key,
        platform,
        shop_id,
        native_session_id,
        max(customer_key) as customer_key,
        bool_and(coalesce(is_customer_known, true)) as is_customer_known,
        min(position) as first_position,
        min(sent_at) as first_at,
        max(sent_at) as last_at,
        min(case when sender_kind = 'customer' then sent_at end) as first_customer_at,
        bool_or(is_internal) as is_internal,
        bool_and(agent_id = '(unassigned)') as is_charged_to_nobody,
        sum(case when sender_kind = 'customer' then 1 else 0 end) as count_customer_messages,
        sum(case when sender_kind = 'human' then 1 else 0 end) as count_agent_messages,
        sum(case when sender_kind in ('robot', 'auto') then 1 else 0 end) as count_auto_messages
    from {{ ref('int_chat__session_messages') }}
    group by session_key, platform, shop_id, native_session_id
),

native as (
    select
        *,
        {{ surrogate_key(['platform', 'shop_id', 'native_session_id']) }} as session_key
    from {{ ref('stg_all__sessions') }}
),

assigned as (
    select distinct session_key from {{ ref('int_chat__native_assignments') }}
),

combined as (
    select
        coalesce(spoken.session_key, native.session_key) as session_key,
        coalesce(spoken.platform, native.platform) as platform,
        coalesce(spoken.shop_id, native.shop_id) as shop_id,
        coalesce(spoken.native_session_id, native.native_session_id) as native_session_id,
        coalesce(native.customer_key, spoken.customer_key) as customer_key,
        native.customer_key is not null or coalesce(spoken.is_customer_known, true) as is_customer_known,
        coalesce(
            native.started_at,
            case when spoken.native_session_id is null then spoken.first_customer_at else spoken.first_at end
        ) as started_at,
        coalesce(spoken.last_at, native.ended_at, native.started_at) as ended_at,
        coalesce(native.session_type, 'unknown') as tagged_session_type,
        coalesce(native.is_leave_message, false) or coalesce(events.is_leave_message, false) as is_leave_message,
        native.sku_id,
        spoken.session_key is not null as has_messages,
        cast(coalesce(spoken.count_customer_messages, native.native_count_customer_messages) as bigint) as count_customer_messages,
        cast(coalesce(spoken.count_agent_messages, native.native_count_agent_messages) as bigint) as count_agent_messages,
        cast(coalesce(spoken.count_auto_messages, 0) as bigint) as count_auto_messages,
        native.native_first_response_ms,
        spoken.first_position,
        coalesce(spoken.is_internal, false) as is_internal,
        assigned.session_key is null and coalesce(spoken.is_charged_to_nobody, true)
        and coalesce(spoken.native_session_id, native.native_session_id) is not null as is_unclaimed
    from spoken
    full outer join native on spoken.session_key = native.session_key
    left join {{ ref('int_chat__session_events') }} as events on spoken.session_key = events.session_key
    left join assigned on coalesce(spoken.session_key, native.session_key) = assigned.session_key
)

select
    combined.session_key,
    combined.platform,
    combined.shop_id,
    combined.native_session_id,
    combined.customer_key,
    combined.is_customer_known,
    combined.started_at,
    {{ epoch_ms('combined.started_at') }} as started_ms,
    combined.ended_at,
    {{ business_date('combined.started_at', 'rules.cutoff_minutes') }} as business_date,
    combined.tagged_session_type,
    combined.is_leave_message,
    combined.sku_id,
    combined.has_messages,
    combined.count_customer_messages,
    combined.count_agent_messages,
    combined.count_auto_messages,
    combined.native_first_response_ms,
    -- where to read the chat, for those who may open the raw files
    files.shown_file as chat_source_file,
    combined.first_position - files.file_no * 4294967296 as chat_source_row,
    case
        when combined.is_internal then 'internal'
        when combined.count_customer_messages = 0 then 'no_customer_message'
        when combined.is_unclaimed and combined.count_agent_messages = 0 and combined.count_auto_messages > 0
            then 'robot_only'
    end as invalid_reason
from combined
inner join {{ ref('int_kpi__shop_rules') }} as rules
    on
        combined.platform = rules.platform and combined.shop_id = rules.shop_id
        and cast(combined.started_at as date) between rules.valid_from and rules.valid_to
left join {{ ref('stg_landing__files') }} as files
    on combined.first_position >= files.file_no * 4294967296 and combined.first_position < (files.file_no + 1) * 4294967296
