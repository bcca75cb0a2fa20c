-- grain: one item of pay or told entry of one person in one month, as it is worked out now: what counts as earned or on top.
select
    agent_id,
    month_start,
    item_id as line_id,
    'item' as line_kind,
    item_id,
    item_kind,
    name_en,
    name_zh,
    counts_as,
    amount,
    missing_reason,
    coalesce(finality = 'provisional', false) as is_provisional
from {{ ref('int_appraisal__pay_items') }}
where figure_basis = 'reviewed'
union all
select
    agent_id,
    month_start,
    counts_as || '/' || entry_name as line_id,
    'entry' as line_kind,
    cast(null as {{ dbt.type_string() }}) as item_id,
    cast(null as {{ dbt.type_string() }}) as item_kind,
    entry_name as name_en,
    entry_name as name_zh,
    counts_as,
    cast(case when counts_as <> 'unknown' then {{ round_half_up('amount', 2) }} end as decimal(18, 2)) as amount,
    case when counts_as = 'unknown' then 'counts_as_unknown' end as missing_reason,
    false as is_provisional
from {{ ref('stg_exchange__pay_entries') }}
