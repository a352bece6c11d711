"""The names of scheduled runs: until a run begins, Prefect's own name for it is a chance one ('illegal-alpaca')."""

import logging
from contextlib import suppress

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterTags,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import StateType
from prefect.exceptions import ObjectNotFound, PrefectException

from flows.run_names import run_name
from ofsted_watch.presentation.ops_advice import FOREGROUND
from tasks.work_pool import TAG

log = logging.getLogger("ofsted_watch.night")

_OURS = [TAG, FOREGROUND]
_AT_ONCE = 100
"""Runs that are looked at: Prefect schedules three of each deployment ahead."""


def name_newly_scheduled() -> None:
    """Name what the server of this run has scheduled since the night before. If it does not answer, the next night does it."""
    try:
        with get_client(sync_client=True) as client:
            name_scheduled_runs(client)
    except (httpx.HTTPError, PrefectException) as error:
        log.warning("Scheduled runs keep the names that Prefect gave them: %s", error)


def schedule_runs(client: SyncPrefectClient) -> None:
    """Have the server schedule our next runs now: it does so seconds later, and what is scheduled twice runs once.

    Only runs that a person may want to see: deliveries and polls keep chance names until they begin.
    """
    for deployment in client.read_deployments(deployment_filter=DeploymentFilter(tags=DeploymentFilterTags(all_=_OURS))):
        if not deployment.paused and any(schedule.active for schedule in deployment.schedules):
            client.request("POST", "/deployments/{id}/schedule", path_params={"id": str(deployment.id)}, json={})


def name_scheduled_runs(client: SyncPrefectClient) -> tuple[str, ...]:
    """Give each scheduled run the name that it will have: 'nightly 1 December 2026'. Returns the names that are new."""
    scheduled = FlowRunFilter(
        tags=FlowRunFilterTags(all_=_OURS),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
    )
    flows = {flow.id: flow.name for flow in client.read_flows(flow_run_filter=scheduled)}
    named = []
    for run in client.read_flow_runs(flow_run_filter=scheduled, limit=_AT_ONCE):
        if not run.auto_scheduled or run.run_count or run.flow_id not in flows:
            continue
        name = run_name(flows[run.flow_id], run.parameters, run.expected_start_time)
        if name and name != run.name:
            with suppress(ObjectNotFound):  # deleted meanwhile
                client.update_flow_run(run.id, name=name)
                named.append(name)
    return tuple(named)
