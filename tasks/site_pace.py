"""One pace for the site, kept by all workers together: Prefect's server hands out the turns.

Each process keeps the pace by itself (adapters/politeness.py); this is for what one process cannot know of the others.
"""

import httpx
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError
from prefect.concurrency.sync import rate_limit

from ofsted_watch.errors import BadSetting, SiteUnavailable

SITE_PACE = "ofsted-site"
"""The global concurrency limit whose slots are requests to the site, coming back at the set pace. Made by deployments/."""


def wait_for_our_turn(host: str) -> None:
    """Wait until no worker has asked the site for as long as the pace says. `host` is for the message alone.

    Raises BadSetting where the Prefect server knows no such pace, SiteUnavailable where it does not answer.
    """
    try:
        rate_limit(SITE_PACE, strict=True)
    except httpx.HTTPError as error:
        raise SiteUnavailable(f"{host} was not asked: the Prefect server, which keeps the pace, does not answer") from error
    except ConcurrencySlotAcquisitionError as error:
        raise BadSetting(
            f"{host} was not asked: this Prefect server has no limit '{SITE_PACE}' to keep the pace; "
            "`ofsted-watch up` or `ofsted-watch deploy` creates it"
        ) from error
