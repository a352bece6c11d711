"""What a run must cover and what came of it: planning, coverage, result, health, metrics. Pure."""
