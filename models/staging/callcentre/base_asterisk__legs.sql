-- grain: one leg of a call: one call record, counted once however many files hold it.
-- Who called whom is told by the roster; without it a device that calls by its own number calls out, else the call came in.
with ranked as (
    {{ exchange_rows('asterisk_calls') }}
),

listed as (
    select distinct
        platform,
        shop_id,
        account
    from {{ ref('stg_landing__roster') }}
),

words as (
    select
        vocabulary,
        word,
        meaning
    from {{ ref('ref_call_words') }}
),

devices as (
    select
        *,
        {{ channel_device('channel') }} as caller_device,
        {{ channel_device('target_channel') }} as target_device
    from ranked
    where recency = 1
),

named as (
    select
        devices.*,
        case
            when callers.account is not null then callers.account
            when sources.account is not null or devices.caller_device = devices.source_number then devices.source_number
        end as caller_account,
        coalesce(callers.account, sources.account) is not null as is_caller_listed,
        coalesce(devices.target_device, targets.account) as callee_account,
        coalesce(callees.account, targets.account) is not null as is_callee_listed,
        dispositions.meaning as outcome,
        devices.target_channel is not null or coalesce(applications.meaning = 'person', false) as is_with_person,
        coalesce(fields.meaning, codes.meaning) as call_kind
    from devices
    left join listed as callers
        on devices.known_platform = callers.platform and devices.shop_id = callers.shop_id and devices.caller_device = callers.account
    left join listed as sources
        on devices.known_platform = sources.platform and devices.shop_id = sources.shop_id and devices.source_number = sources.account
    left join listed as callees
        on devices.known_platform = callees.platform and devices.shop_id = callees.shop_id and devices.target_device = callees.account
    left join listed as targets
        on
            devices.known_platform = targets.platform and devices.shop_id = targets.shop_id
            and devices.target_number = targets.account and devices.target_device is null
    left join words as dispositions on dispositions.vocabulary = 'disposition' and devices.disposition = dispositions.word
    left join words as applications on applications.vocabulary = 'application' and devices.last_application = applications.word
    left join words as fields on fields.vocabulary = 'call_kind' and devices.user_field = fields.word
    left join words as codes on codes.vocabulary = 'call_kind' and devices.account_code = codes.word
),

directed as (
    select
        *,
        case
            when is_caller_listed and is_callee_listed then 'internal'
            when is_callee_listed then 'in'
            when is_caller_listed then 'out'
            when callee_account = target_number then 'in'
            when caller_account is not null then 'out'
            else 'in'
        end as direction,
        {{ epoch_ms('cast(started_at as timestamp)') }} as started_ms,
        {{ seconds_to_ms('duration_s') }} as duration_ms,
        {{ seconds_to_ms('talk_s') }} as talk_ms
    from named
)

select
    known_platform as platform,
    shop_id,
    coalesce(linked_id, unique_id, {{ personal_key(['started_at', 'source_number', 'target_number', 'channel']) }}) as call_id,
    unique_id as leg_id,
    row_number() over (
        partition by shop_id, known_platform, coalesce(linked_id, unique_id, {{ personal_key(['started_at', 'source_number', 'target_number', 'channel']) }})
        order by
            started_ms asc, duration_ms asc, unique_id asc nulls last, source_number asc nulls last, target_number asc nulls last,
            channel asc nulls last, target_channel asc nulls last, talk_ms asc
    ) as leg_no,
    direction,
    case when direction = 'in' then callee_account else caller_account end as agent_account,
    case when direction = 'out' then target_number when direction = 'in' then source_number end as customer_number,
    started_ms,
    case when outcome = 'answered' and is_with_person then started_ms + duration_ms - talk_ms end as answered_ms,
    started_ms + duration_ms as ended_ms,
    call_kind,
    disposition as native_disposition,
    outcome is null as is_disposition_unknown
from directed
