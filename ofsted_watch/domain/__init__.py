"""What we know: authorities, letters, judgements, history. Pure; imports nothing of ours but errors."""
