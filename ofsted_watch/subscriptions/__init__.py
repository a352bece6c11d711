"""What people ask to be notified of: their preferences, which events match them, their addresses. Pure."""
