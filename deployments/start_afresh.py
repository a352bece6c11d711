"""The deployments of a server whose only worker is not started yet: `python -m deployments.start_afresh`, for `ofsted-watch up`.

It is started together with the server, waits until that answers, and is ended with it. No run can be under way: all that were are
ended, and what was due while nothing ran is ordered again.
"""

import time

from prefect.client.orchestration import get_client

from deployments.deploy import deploy, listed_deployments, store_form_ids
from deployments.orphans import everything_has_ended
from ofsted_watch.settings import read_settings

_AGAIN_SECONDS = 0.1


def wait_for_server() -> None:
    """Wait until the server of PREFECT_API_URL answers, for as long as whoever started both lets us."""
    with get_client(sync_client=True) as client:
        while client.api_healthcheck() is not None:
            time.sleep(_AGAIN_SECONDS)


if __name__ == "__main__":
    settings = read_settings()
    listed_deployments()  # imports the flows while the server starts
    wait_for_server()
    done = deploy(settings.pace.slowest, settings.poll_schedule, everything_has_ended)
    print(f"{len(done.deployments)} deployments")
    print(f"ended: {', '.join(done.ended) or 'none'}")
    print(f"made up: {', '.join(done.made_up) or 'none'}")
    if fault := store_form_ids(settings, done):
        print(fault)
