"""Mail over SMTP, or to files if no server is set."""
