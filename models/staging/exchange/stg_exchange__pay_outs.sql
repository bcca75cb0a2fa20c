-- grain: one line that was paid to one person: month of the pay-out, month it belongs to and line.
-- For these four all rows of the newest file count, added up, and none of an older one: a copied file pays nothing twice.
with placed as (
    select
        paid.*,
        {{ month_start('cast(paid.month as date)') }} as month_start,
        {{ month_start('cast(coalesce(paid.for_month, paid.month) as date)') }} as for_month_start
    from {{ source('landing', 'exchange_pay_outs') }} as paid
),

newest as (
    select
        *,
        first_value(source_file) over (
            partition by agent_id, month_start, for_month_start, line
            order by export_rank desc, source_file desc
        ) as newest_file
    from placed
)

select
    agent_id,
    month_start,
    for_month_start as for_month,
    line as line_id,
    max(cast(paid_on as date)) as paid_on,
    cast(sum(cast(amount as decimal(18, 2))) as decimal(18, 2)) as amount
from newest
where source_file = newest_file
group by agent_id, month_start, for_month_start, line
