"""Where and when: what a Prefect server must know of us. `python -m deployments` tells it; doing so twice changes nothing."""
