-- grain: one monthly statement of one person: the sums of its lines. A locked month shows what was paid, and beside it what is due now.
with sums as (
    select
        agent_id,
        month_start,
        {%- for name, condition in [
            ('earned', "counts_as = 'earned'"), ('on_top', "counts_as = 'on_top'"), ('guarantee', "line_kind = 'guarantee'"),
            ('guarantee_top_up', "line_kind = 'guarantee_top_up'"), ('annual_top_up', "line_kind = 'annual_top_up'"),
            ('adjustment', "counts_as = 'adjustment'"), ('payable', 'is_payable'),
        ] %}
        -- lines that are all without an amount give no amount, no line at all gives 0
        case when count(case when {{ condition }} then 1 end) = 0 then 0 else sum(case when {{ condition }} then amount end) end
            as {{ name }}_amount,
        {%- endfor %}
        sum(case when is_payable and line_kind not in ('adjustment', 'withdrawn') then due_amount end) as due_amount,
        cast(count(case when missing_reason is not null then 1 end) as bigint) as count_missing,
        {{ dbt.listagg("case when missing_reason is not null then line_id || ': ' || missing_reason end", "'; '", 'order by line_id asc') }}
            as reason,
        {{ dbt.listagg("case when missing_reason is not null then name_en || ': ' || missing_en end", "'; '", 'order by line_id asc') }}
            as reason_en,
        {{ dbt.listagg("case when missing_reason is not null then name_zh || '：' || missing_zh end", "'；'", 'order by line_id asc') }}
            as reason_zh,
        bool_or(finality = 'provisional') as is_provisional
    from {{ ref('appraisal_pay_line') }}
    group by agent_id, month_start
),

paid as (
    select
        agent_id,
        month_start,
        sum(amount) as paid_amount
    from {{ ref('stg_exchange__pay_outs') }}
    group by agent_id, month_start
),

months as (
    select
        month_start,
        bool_and(is_month_complete) as is_month_complete
    from {{ ref('int_appraisal__agent_months') }}
    group by month_start
),

people as (
    select
        agent_id,
        month_start
    from {{ ref('int_appraisal__agent_months') }}
    union distinct
    select
        agent_id,
        month_start
    from sums
)

select
    people.agent_id,
    people.month_start,
    agent_months.scheme_id,
    agent_months.scheme_version,
    schemes.settlement_rule,
    agent_months.employed_days,
    agent_months.month_days,
    {%- for name in ['earned', 'on_top', 'guarantee', 'guarantee_top_up', 'annual_top_up', 'adjustment', 'payable'] %}
    cast(case when sums.agent_id is null then 0 else sums.{{ name }}_amount end as decimal(18, 2)) as {{ name }}_amount,
    {%- endfor %}
    cast(coalesce(sums.due_amount, 0) as decimal(18, 2)) as due_amount,
    locks.month_start is not null as is_locked,
    cast(paid.paid_amount as decimal(18, 2)) as paid_amount,
    coalesce(agent_months.is_month_complete, months.is_month_complete, false) as is_month_complete,
    coalesce(sums.count_missing, 0) as count_missing,
    case
        when coalesce(sums.is_provisional, false) or not coalesce(agent_months.is_month_complete, months.is_month_complete, false) then 'provisional'
        else 'final'
    end as finality,
    sums.reason,
    sums.reason_en,
    sums.reason_zh
from people
left join sums on people.agent_id = sums.agent_id and people.month_start = sums.month_start
left join {{ ref('int_appraisal__agent_months') }} as agent_months
    on people.agent_id = agent_months.agent_id and people.month_start = agent_months.month_start
left join {{ ref('dim_scheme') }} as schemes
    on agent_months.scheme_id = schemes.scheme_id and agent_months.scheme_version = schemes.scheme_version
left join months on people.month_start = months.month_start
left join {{ ref('int_appraisal__pay_locks') }} as locks on people.month_start = locks.month_start
left join paid on people.agent_id = paid.agent_id and people.month_start = paid.month_start
