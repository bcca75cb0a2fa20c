-- grain: one message of a campaign to one customer, and his first sale after it.
with sent as (
    select
        outreach.*,
        coalesce(roster.agent_id, {{ public_name('outreach.agent_account') }}) as agent_id,
        {{ epoch_ms('outreach.sent_at') }} as sent_ms,
        {{ business_date('outreach.sent_at', 'rules.cutoff_minutes') }} as sent_date
    from {{ ref('stg_exchange__outreach') }} as outreach
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            outreach.platform = rules.platform and outreach.shop_id = rules.shop_id
            and cast(outreach.sent_at as date) between rules.valid_from and rules.valid_to
    {{ join_roster('roster', 'outreach', 'outreach.agent_account', 'cast(outreach.sent_at as date)') }}
),

bought as (
    select
        sent.platform,
        sent.shop_id,
        sent.outreach_id,
        min(purchases.sold_date) as next_sold_date
    from sent
    inner join {{ ref('int_orders__purchases') }} as purchases
        on
            sent.platform = purchases.platform and sent.shop_id = purchases.shop_id and sent.customer_key = purchases.customer_key
            and sent.sent_ms < purchases.sold_ms
    group by sent.platform, sent.shop_id, sent.outreach_id
)

select
    {{ surrogate_key(['sent.platform', 'sent.shop_id', 'sent.outreach_id']) }} as outreach_key,
    sent.platform,
    sent.shop_id,
    sent.agent_id,
    sent.outreach_id,
    sent.campaign_id,
    sent.customer_key,
    sent.customer_key is not null as is_customer_known,
    sent.sent_ms,
    sent.sent_date,
    sent.is_opted_out,
    bought.next_sold_date
from sent
left join bought
    on sent.platform = bought.platform and sent.shop_id = bought.shop_id and sent.outreach_id = bought.outreach_id
