-- grain: one record of the 3CX call log, counted once however many files hold it.
with ranked as (
    {{ exchange_rows('threecx_calls') }}
),

listed as (
    select distinct
        platform,
        shop_id,
        account
    from {{ ref('stg_landing__roster') }}
),

numbers as (
    select
        *,
        {{ starts_with('source_number', "'Ext.'") }} as is_source_extension,
        coalesce({{ starts_with('target_number', "'Ext.'") }}, false) as is_target_extension,
        coalesce({{ starts_with('final_number', "'Ext.'") }}, false) as is_final_extension,
        replace(source_number, 'Ext.', '') as source_plain,
        replace(target_number, 'Ext.', '') as target_plain,
        replace(final_number, 'Ext.', '') as final_plain,
        coalesce(history_id, call_id, {{ personal_key(['started_at', 'source_number', 'target_number']) }}) as known_call_id,
        {{ epoch_ms('cast(started_at as timestamp)') }} as started_ms,
        {{ epoch_ms('cast(answered_at as timestamp)') }} as answered_ms,
        {{ epoch_ms('cast(ended_at as timestamp)') }} as told_end_ms,
        {{ seconds_to_ms('duration_s') }} as duration_ms
    from ranked
    where recency = 1
)

select
    numbers.known_platform as platform,
    numbers.shop_id,
    numbers.known_call_id as call_id,
    cast(null as {{ dbt.type_string() }}) as leg_id,
    row_number() over (
        partition by numbers.shop_id, numbers.known_platform, numbers.known_call_id
        order by
            numbers.started_ms asc, numbers.source_number asc nulls last, numbers.target_number asc nulls last,
            numbers.final_number asc nulls last, numbers.answered_ms asc nulls last
    ) as leg_no,
    case
        when numbers.is_source_extension and (numbers.is_target_extension or numbers.is_final_extension) then 'internal'
        when numbers.is_source_extension then 'out'
        else 'in'
    end as direction,
    case
        when numbers.is_source_extension then numbers.source_plain
        -- a queue is an extension too, but nobody whom the roster lists: then the final number answered
        when targets.account is null and numbers.is_final_extension then numbers.final_plain
        when numbers.is_target_extension then numbers.target_plain
    end as agent_account,
    case when numbers.is_source_extension then numbers.target_plain else numbers.source_plain end as customer_number,
    numbers.started_ms,
    numbers.answered_ms,
    coalesce(numbers.told_end_ms, coalesce(numbers.answered_ms, numbers.started_ms) + numbers.duration_ms, numbers.started_ms) as ended_ms,
    cast(null as {{ dbt.type_string() }}) as call_kind
from numbers
left join listed as targets
    on numbers.known_platform = targets.platform and numbers.shop_id = targets.shop_id and numbers.target_plain = targets.account
