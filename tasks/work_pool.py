"""What is ours on a Prefect server: the name of our work pool, and our tag. Imports no Prefect: the supervisor needs it."""

POOL = "ofsted-watch"
"""The work pool of every deployment: each run is a process on the machine of the worker that took it."""

TAG = "ofsted-watch"
"""The tag of all our deployments, their runs and automations; a later version uses it to find those that it no longer lists."""
