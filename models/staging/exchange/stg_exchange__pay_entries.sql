-- grain: one earning or deduction that no scheme works out: person, month, name and what it counts as.
-- For a person, month and name all rows of the newest file count, added up, and none of an older one.
with placed as (
    select
        entries.*,
        {{ masked('entries.entry_name') }} as shown_name,
        {{ month_start('cast(entries.month as date)') }} as month_start,
        case
            when entries.counts_as in ('earned', '计入收入') then 'earned'
            when entries.counts_as in ('on_top', '另计') then 'on_top'
            else 'unknown'
        end as counts_as_known
    from {{ source('landing', 'exchange_pay_entries') }} as entries
),

newest as (
    select
        *,
        first_value(source_file) over (
            partition by agent_id, month_start, entry_name
            order by export_rank desc, source_file desc
        ) as newest_file
    from placed
)

select
    agent_id,
    month_start,
    shown_name as entry_name,
    counts_as_known as counts_as,
    max(shop_id) as shop_id,
    max(case when counts_as_known = 'unknown' then counts_as end) as native_counts_as,
    cast(sum(cast(amount as decimal(28, 8))) as decimal(28, 8)) as amount
from newest
where source_file = newest_file
group by agent_id, month_start, shown_name, counts_as_known
