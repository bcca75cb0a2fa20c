-- grain: one complaint, charged to the agent whom it names; without one it is the shop's alone.
select
    {{ surrogate_key(['complaints.platform', 'complaints.shop_id', 'complaints.native_complaint_id']) }} as complaint_key,
    complaints.platform,
    complaints.shop_id,
    complaints.complained_at,
    {{ business_date('complaints.complained_at', 'rules.cutoff_minutes') }} as complained_date,
    coalesce(roster.agent_id, {{ public_name('complaints.agent_account') }}) as agent_id,
    complaints.customer_key,
    case
        when complaints.order_id is not null
            then {{ surrogate_key(['complaints.platform', 'complaints.shop_id', 'complaints.order_id']) }}
    end as order_key,
    case
        when complaints.native_session_id is not null
            then {{ surrogate_key(['complaints.platform', 'complaints.shop_id', 'complaints.native_session_id']) }}
    end as session_key,
    complaints.complaint_type,
    complaints.is_upheld
from {{ ref('stg_exchange__complaints') }} as complaints
inner join {{ ref('int_kpi__shop_rules') }} as rules
    on
        complaints.platform = rules.platform and complaints.shop_id = rules.shop_id
        and cast(complaints.complained_at as date) between rules.valid_from and rules.valid_to
{{ join_roster('roster', 'complaints', 'complaints.agent_account', 'cast(complaints.complained_at as date)') }}
