"""The history put to the proof: stories of nights, and an independent model of what a reader of the site would know."""
