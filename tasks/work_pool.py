"""The name of our work pool. Imports no Prefect: the supervisor needs it."""

POOL = "ofsted-watch"
"""The work pool of every deployment: each run is a process on the machine of the worker that took it."""
