"""kefu: the Python side of the customer-service KPI warehouse."""
