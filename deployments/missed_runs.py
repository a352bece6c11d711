"""Runs that were due while nothing ran: one run makes up for all of a deployment.

Prefect keeps them when a deployment is updated, or deletes them, by its version. What it keeps would begin beside the run that
makes it up, and one of the two would be cancelled.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import ObjectNotFound

from deployments.automations import NIGHTLY, NOTIFY_OPS
from deployments.orphans import order_a_notice
from tasks.work_pool import TAG

MADE_UP = ("nightly", "digest-daily", "digest-weekly")
"""Deployments whose runs are made up. Of the others the next scheduled run does the same work soon enough."""

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Missed:
    """A deployment, its runs that no worker took, and when the newest of them was due."""

    deployment_id: UUID
    name: str
    due: datetime
    runs: tuple[UUID, ...]


def missed_runs(client: SyncPrefectClient) -> tuple[Missed, ...]:
    """The overdue runs of each deployment of ours that is made up. To be asked before the deployments are updated."""
    now: Any = datetime.now(UTC)
    overdue = FlowRunFilter(
        tags=FlowRunFilterTags(any_=[TAG]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
        expected_start_time=FlowRunFilterExpectedStartTime(before_=now),
    )
    overdue_runs: dict[UUID, dict[UUID, datetime]] = {}
    offset = 0
    while page := client.read_flow_runs(flow_run_filter=overdue, limit=_PAGE, offset=offset):
        offset += len(page)
        for run in page:
            if run.auto_scheduled and run.run_count == 0 and run.deployment_id and run.expected_start_time:
                overdue_runs.setdefault(run.deployment_id, {})[run.id] = run.expected_start_time
    missed = []
    for deployment_id, due in overdue_runs.items():
        try:
            name = client.read_deployment(deployment_id).name
        except ObjectNotFound:
            continue
        if name in MADE_UP:
            missed.append(Missed(deployment_id, name, max(due.values()), tuple(due)))
    return tuple(missed)


def make_up(client: SyncPrefectClient, missed: tuple[Missed, ...]) -> tuple[str, ...]:
    """Order one run for what each deployment missed, and a notice to ops for a night. Returns what was ordered, in words.

    What it missed is deleted, if Prefect has kept it. Nothing is ordered if a worker has taken a missed run meanwhile.
    """
    notify_ops = client.read_deployment_by_name(NOTIFY_OPS).id
    ordered = []
    for each in missed:
        kept = client.read_flow_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=list(each.runs))))
        waiting = [run for run in kept if run.state_type is StateType.SCHEDULED]
        if len(waiting) < len(kept):
            _delete(client, waiting)
            continue
        when = f"{each.due.astimezone(ZoneInfo('Europe/London')):%-d %B %Y at %H:%M}"
        name = f"{each.name} due on {when}"
        key = f"made up for {each.due.isoformat()}"
        run = client.create_flow_run_from_deployment(each.deployment_id, name=name, idempotency_key=key, tags=[TAG])
        if each.name == NIGHTLY:
            order_a_notice(client, notify_ops, run, "Missed", f"It was due on {when}, and no worker took it.")
        _delete(client, waiting)  # last: if this is cut off, the next start orders the same run, by its key
        ordered.append(name)
    return tuple(ordered)


def _delete(client: SyncPrefectClient, runs: list[FlowRun]) -> None:
    for run in runs:
        with suppress(ObjectNotFound):  # somebody else has just deleted it
            client.delete_flow_run(run.id)
