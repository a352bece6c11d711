"""Runs that were due while nothing ran: Prefect deletes them when a deployment is updated, so they are ordered again."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import StateType
from prefect.exceptions import ObjectNotFound

from deployments.automations import NIGHTLY, NOTIFY_OPS
from deployments.orphans import order_a_notice
from deployments.prefect_server import TAG

MADE_UP = ("nightly", "digest-daily", "digest-weekly")
"""Deployments whose runs are made up. Of the others the next scheduled run does the same work soon enough."""

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Missed:
    """A deployment, and when its newest run was due that no worker took."""

    deployment_id: UUID
    name: str
    due: datetime


def missed_runs(client: SyncPrefectClient) -> tuple[Missed, ...]:
    """The newest scheduled run of each deployment of ours that is overdue. To be asked before the deployments are updated."""
    now: Any = datetime.now(UTC)
    overdue = FlowRunFilter(
        tags=FlowRunFilterTags(any_=[TAG]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
        expected_start_time=FlowRunFilterExpectedStartTime(before_=now),
    )
    newest: dict[UUID, datetime] = {}
    offset = 0
    while page := client.read_flow_runs(flow_run_filter=overdue, limit=_PAGE, offset=offset):
        offset += len(page)
        for run in page:
            if run.auto_scheduled and run.run_count == 0 and run.deployment_id and run.expected_start_time:
                known = newest.get(run.deployment_id, run.expected_start_time)
                newest[run.deployment_id] = max(known, run.expected_start_time)
    missed = []
    for deployment_id, due in newest.items():
        try:
            name = client.read_deployment(deployment_id).name
        except ObjectNotFound:
            continue
        if name in MADE_UP:
            missed.append(Missed(deployment_id, name, due))
    return tuple(missed)


def make_up(client: SyncPrefectClient, missed: tuple[Missed, ...]) -> tuple[str, ...]:
    """Order one run for each missed one, and a notice to ops for a night. Returns what was ordered, in words."""
    notify_ops = client.read_deployment_by_name(NOTIFY_OPS).id
    ordered = []
    for each in missed:
        when = f"{each.due.astimezone(ZoneInfo('Europe/London')):%-d %B %Y at %H:%M}"
        name = f"{each.name} due on {when}"
        key = f"made up for {each.due.isoformat()}"
        run = client.create_flow_run_from_deployment(each.deployment_id, name=name, idempotency_key=key, tags=[TAG])
        if each.name == NIGHTLY:
            order_a_notice(client, notify_ops, run, "Missed", f"It was due on {when}, and no worker took it.")
        ordered.append(name)
    return tuple(ordered)
