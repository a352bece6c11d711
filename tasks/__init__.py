"""Which service call is a Prefect task, and why it is retried."""
