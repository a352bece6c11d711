"""One request rate for the site, shared by all workers: Prefect's server grants the slots.

Each process limits its own rate (adapters/site/rate_limits.py); this covers the other processes.
"""

import httpx
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError
from prefect.concurrency.sync import rate_limit

from ofsted_watch.errors import BadSetting, SiteUnavailable

SITE_PACE = "ofsted-site"
"""The global concurrency limit whose slots are requests to the site, released at the set rate. Created by deployments/."""


def wait_for_our_turn(host: str) -> None:
    """Wait until the shared rate allows a request. `host` is only for the message.

    Raises BadSetting if the Prefect server has no such limit, SiteUnavailable if it does not answer.
    """
    try:
        rate_limit(SITE_PACE, strict=True)
    except httpx.HTTPError as error:
        raise SiteUnavailable(
            f"{host} was not asked: the Prefect server, which limits the request rate, does not answer"
        ) from error
    except ConcurrencySlotAcquisitionError as error:
        raise BadSetting(
            f"{host} was not asked: this Prefect server has no concurrency limit '{SITE_PACE}'; "
            "`ofsted-watch up` or `ofsted-watch deploy` creates it"
        ) from error
