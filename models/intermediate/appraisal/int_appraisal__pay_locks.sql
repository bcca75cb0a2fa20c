-- grain: one month that was paid out: it is locked for everybody, and what changes later stands in the open month after the last one.
with paid as (
    select distinct month_start
    from {{ ref('stg_exchange__pay_outs') }}
)

select
    month_start,
    {{ add_months('max(month_start) over ()', 1) }} as open_month
from paid
