"""What we know: authorities, letters, judgements, history. Pure; imports only errors from the rest of the package."""
