"""About trying again and being seen: one file per stage; a decorator, the reason for its retries, one call."""
