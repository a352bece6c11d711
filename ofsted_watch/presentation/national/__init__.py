"""The country at a glance: every authority's grades on a day, counted, over time, by region and on a map. Pure."""
