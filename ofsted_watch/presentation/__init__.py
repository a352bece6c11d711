"""Values → what people and programs read: labels, URLs, tables, charts, JSON, mails. Pure."""
