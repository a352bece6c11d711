"""About what comes first: each flow reads like the path of a letter. Gather, decide, apply."""
