-- grain: one invite, or one evaluation without invite, with the session it belongs to.
-- It counts for the agent who served when the invite was sent, as its source says.
with evaluations as (
    select
        {{ surrogate_key(['evaluations.platform', 'evaluations.shop_id', 'evaluations.evaluation_id']) }} as evaluation_key,
        evaluations.platform,
        evaluations.shop_id,
        evaluations.customer_key,
        case
            when evaluations.native_session_id is not null
                then {{ surrogate_key(['evaluations.platform', 'evaluations.shop_id', 'evaluations.native_session_id']) }}
        end as native_session_key,
        coalesce(roster.agent_id, {{ public_name('evaluations.agent_account') }}) as agent_id,
        {{ epoch_ms('evaluations.invited_at') }} as invited_ms,
        {{ epoch_ms('evaluations.evaluated_at') }} as evaluated_ms,
        evaluations.is_evaluated,
        evaluations.satisfaction_level,
        cast(coalesce(evaluations.invited_at, evaluations.evaluated_at) as date) as told_date
    from {{ ref('stg_all__evaluations') }} as evaluations
    {{ join_roster(
        'roster', 'evaluations', 'evaluations.agent_account',
        "cast(coalesce(evaluations.invited_at, evaluations.evaluated_at, timestamp '2999-12-31 00:00:00') as date)"
    ) }}
),

candidates as (
    select
        evaluations.evaluation_key,
        parts.session_key,
        row_number() over (
            partition by evaluations.evaluation_key
            order by case when parts.session_key = evaluations.native_session_key then 0 else 1 end asc, parts.started_ms desc, parts.session_key asc
        ) as preference
    from evaluations
    inner join {{ ref('fct_session_assignment') }} as parts
        on
            evaluations.platform = parts.platform and evaluations.shop_id = parts.shop_id
            and evaluations.customer_key = parts.customer_key and evaluations.agent_id = parts.agent_id
            and (
                evaluations.native_session_key = parts.session_key
                or (
                    evaluations.native_session_key is null
                    and parts.started_ms <= coalesce(evaluations.invited_ms, evaluations.evaluated_ms)
                )
            )
),

linked as (
    select
        evaluations.*,
        coalesce(candidates.session_key, evaluations.native_session_key) as session_key
    from evaluations
    left join candidates on evaluations.evaluation_key = candidates.evaluation_key and candidates.preference = 1
),

asked as (
    select
        linked.evaluation_key,
        max(messages.sent_ms) as last_customer_ms
    from linked
    inner join {{ ref('int_chat__session_messages') }} as messages
        on linked.session_key = messages.session_key and messages.sender_kind = 'customer' and linked.invited_ms >= messages.sent_ms
    group by linked.evaluation_key
)

select
    linked.evaluation_key,
    linked.session_key,
    linked.platform,
    linked.shop_id,
    linked.customer_key,
    linked.agent_id,
    -- an evaluation whose session is not in the data stands on its own day
    coalesce(sessions.business_date, linked.told_date) as business_date,
    linked.invited_ms,
    linked.evaluated_ms,
    linked.is_evaluated,
    linked.satisfaction_level,
    linked.invited_ms - asked.last_customer_ms as invite_lag_ms
from linked
left join {{ ref('fct_session') }} as sessions on linked.session_key = sessions.session_key
left join asked on linked.evaluation_key = asked.evaluation_key
