"""One request rate for the site, shared by all workers.

A worker that is the only one shares it between its runs by a file; of several, Prefect's server grants the slots. Each process
also limits its own rate (adapters/site/rate_limits.py).
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import WorkerFilter, WorkerFilterStatus
from prefect.client.schemas.objects import WorkerStatus
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError
from prefect.concurrency.sync import rate_limit

from ofsted_watch.adapters.site.machine_pace import MachinePace
from ofsted_watch.errors import BadSetting, SiteUnavailable
from ofsted_watch.settings import Settings
from tasks.work_pool import POOL

SITE_PACE = "ofsted-site"
"""The global concurrency limit whose slots are requests to the site, released at the slower of the set rates.

Created by deployments/.
"""

COUNT_SECONDS = 300.0
"""How long a count of the workers holds: a second worker is noticed by the runs under way within this time."""


def count_workers() -> int:
    """The workers of our pool that are online. Raises httpx.HTTPError if the Prefect server does not answer."""
    online = WorkerFilter(status=WorkerFilterStatus(any_=[WorkerStatus.ONLINE]))
    with get_client(sync_client=True) as client:
        try:
            return len(client.read_workers_for_work_pool(POOL, worker_filter=online, limit=2))
        except httpx.HTTPStatusError as error:
            if error.response.status_code != httpx.codes.NOT_FOUND:
                raise
            return 0  # no pool, so a flow without deployments: nobody shares the site with it


class SitePace:
    """Called before each request of a run: waits until the rate shared with all other runs allows it."""

    def __init__(
        self,
        settings: Settings,
        count: Callable[[], int] = count_workers,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._here = MachinePace(settings.data_dir / "site-pace", lambda: 1 / settings.pace.per_second(datetime.now(UTC)))
        self._count = count
        self._monotonic = monotonic
        self._counted_until = float("-inf")
        self._is_only_worker = False

    def __call__(self, host: str) -> None:
        """Wait for our turn. `host` is only for the message.

        Raises BadSetting if the Prefect server has no limit for several workers, SiteUnavailable if it does not answer.
        """
        try:
            if self._monotonic() >= self._counted_until:
                self._is_only_worker = self._count() <= 1
                self._counted_until = self._monotonic() + COUNT_SECONDS
            # Also before the server's turn: the runs of this machine never ask it at the same moment.
            self._here.wait()
            if not self._is_only_worker:
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
