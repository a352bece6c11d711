"""Orders a delivery: after a run that wrote alerts, and when mails that were refused for now are due again."""

import logging
from datetime import UTC, datetime

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.exceptions import ObjectNotFound
from prefect.states import Scheduled

log = logging.getLogger("ofsted_watch.post")

DELIVER = "deliver/deliver"


def order_delivery(at: datetime | None = None) -> bool:
    """Order a run of *deliver* for this moment (none: now); ordered twice for a minute, it runs once.

    False where the server has no such deployment: the flow was called without `deploy`.
    """
    due = (at or datetime.now(UTC)).replace(microsecond=0)
    state: State[None] = Scheduled(scheduled_time=due)
    with get_client(sync_client=True) as client:
        try:
            deployment = client.read_deployment_by_name(DELIVER).id
        except ObjectNotFound:
            log.warning("There is no deployment %s: `ofsted-watch alerts deliver` sends the mails", DELIVER)
            return False
        client.create_flow_run_from_deployment(deployment, state=state, idempotency_key=f"deliver at {due:%Y-%m-%d %H:%M}")
    return True
