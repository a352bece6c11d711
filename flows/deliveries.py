"""Orders a delivery: after a run that wrote alerts, and when mails that were refused for now are due again."""

import logging
from datetime import UTC, datetime

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State, StateType
from prefect.exceptions import ObjectNotFound
from prefect.states import Scheduled

from flows.run_names import run_name

log = logging.getLogger("ofsted_watch.mailer")

DELIVER = "deliver/deliver"
_NOT_BEGUN = frozenset({StateType.SCHEDULED, StateType.PENDING})


def order_delivery(at: datetime | None = None) -> bool:
    """Order a run of *deliver* for this moment (none: now); ordered twice for a minute before it begins, it runs once.

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
        name = run_name("deliver", {}, due)
        key = f"deliver at {due:%Y-%m-%d %H:%M}"
        run = client.create_flow_run_from_deployment(deployment, name=name, state=state, idempotency_key=key)
        if run.state_type not in _NOT_BEGUN:  # the delivery of that minute may have read the outbox before our alerts were in it
            client.create_flow_run_from_deployment(deployment, name=name, state=state)
    return True
