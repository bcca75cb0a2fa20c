-- grain: one hand-over of a ticket; the one place where the help desks' rows are stacked.
select * from {{ ref('stg_exchange__ticket_transfers') }}
