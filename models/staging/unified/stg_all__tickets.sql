-- grain: one ticket; the one place where the help desks' rows are stacked.
{{ staging_union(['stg_zendesk__tickets', 'stg_freshdesk__tickets'], 'stg_exchange__tickets', ['native_ticket_id']) }}
