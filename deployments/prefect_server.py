"""Our objects on the Prefect server apart from deployments: the work pool, the queues, the rate limit of the site, the filter."""

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.workers.process import ProcessWorker

from ofsted_watch.presentation.ops_advice import FOREGROUND
from tasks.site_pace import SITE_PACE
from tasks.work_pool import POOL

BACKFILL_QUEUE = "backfill"
"""The queue of backfills' parts. A separate queue, so that a long backfill never delays the nightly run."""

BACKGROUND_QUEUE = "background"
"""The queue of runs that a person need not see: deliveries, notices to ops."""

SAVED_FILTER = "Without deliveries and polls"
"""The name of the filter for the list of runs. The new UI keeps its filters in the browser: there a link does the same."""

_WEEK = {"type": "span", "seconds": -604_800}

PARTS_AT_ONCE = 4
"""Parts of backfills that run at once on all workers: enough to read one letter while others are fetched.

Workers that ask at the same moment may each get that many; the rate limit of the site still applies.
"""


def set_up_server(client: SyncPrefectClient, requests_per_second: float) -> None:
    """Create or update the pool, the queues, the rate limit and the saved filter (idempotent)."""
    _make_pool(client)
    _make_queue(client, BACKFILL_QUEUE, PARTS_AT_ONCE)
    _make_queue(client, BACKGROUND_QUEUE, None)
    # One slot, released at the set rate: two requests are never closer together than the rate allows.
    client.upsert_global_concurrency_limit_by_name(SITE_PACE, 1, requests_per_second)
    _save_filter(client)


def _save_filter(client: SyncPrefectClient) -> None:
    """A filter of this name is replaced. Its parts are as Prefect's UI writes and reads them."""
    parts = [("tag", [FOREGROUND]), ("range", _WEEK)]
    filters = [{"object": "flowRun", "property": name, "type": "", "operation": "", "value": value} for name, value in parts]
    client.request("PUT", "/saved_searches/", json={"name": SAVED_FILTER, "filters": filters})


def _make_pool(client: SyncPrefectClient) -> None:
    template = ProcessWorker.get_default_base_job_template()
    pool = WorkPoolCreate(name=POOL, type="process", description="Runs of Ofsted Watch", base_job_template=template)
    try:
        client.create_work_pool(pool)
    except ObjectAlreadyExists:
        return


def _make_queue(client: SyncPrefectClient, name: str, at_once: int | None) -> None:
    try:
        queue = client.read_work_queue_by_name(name, POOL)
    except ObjectNotFound:
        client.create_work_queue(name, concurrency_limit=at_once, work_pool_name=POOL, priority=10)
        return
    if queue.concurrency_limit != at_once:
        client.update_work_queue(queue.id, concurrency_limit=at_once)
