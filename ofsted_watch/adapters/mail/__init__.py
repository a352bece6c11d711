"""Mail over SMTP, or to files where no server is set."""
