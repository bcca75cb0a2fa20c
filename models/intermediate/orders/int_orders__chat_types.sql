-- grain: one agent's answered part of a session, told pre-sale from after-sale.
select *
from {{ ref('int_orders__part_types') }}
where is_answered
