"""Runs whose process is gone: ended at the start of a server, their slots freed, so that the next run can run.

Prefect itself leaves them Running after a restart, and with CANCEL_NEW a slot that stays taken cancels every later night.
"""

from collections.abc import Callable
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.events import emit_event
from prefect.states import Cancelled, Crashed, Scheduled

from deployments.automations import NOTIFY_OPS, WATCHED
from deployments.run_processes import process_of
from tasks.work_pool import TAG

UNDER_WAY = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
"""States of a run that has a process, and a slot if its deployment has a limit."""

CUT_OFF = "its process ended with the server or the worker"

_PAGE = 200


def end_orphans(client: SyncPrefectClient, is_alive: Callable[[FlowRun], bool | None]) -> tuple[str, ...]:
    """End every run under way whose process is gone, and free what they held. Returns the names of those ended.

    If `is_alive` cannot know (None), the run gets a heartbeat in its name: if it sends none itself, the automation marks it
    as crashed. A watched run that was cut off is handed to *notify-ops*, which restarts it.
    """
    deployments = {each.id: each for each in _our_deployments(client)}
    notify_ops = client.read_deployment_by_name(NOTIFY_OPS).id
    ended = []
    for run in _under_way(client):
        alive = is_alive(run)
        if alive is None:
            emit_event("prefect.flow-run.heartbeat", resource={"prefect.resource.id": f"prefect.flow-run.{run.id}"})
        if alive is not False:
            continue
        ended.append(run.name)
        if run.state_type is StateType.CANCELLING:
            client.set_flow_run_state(run.id, Cancelled(message=CUT_OFF), force=True)
            continue
        client.set_flow_run_state(run.id, Crashed(message=CUT_OFF), force=True)
        deployment = deployments.get(run.deployment_id) if run.deployment_id else None
        if run.deployment_id == notify_ops:
            client.set_flow_run_state(run.id, Scheduled(message="ordered again after a restart"), force=True)
        elif deployment and deployment.name in WATCHED:
            order_a_notice(client, notify_ops, run, "Crashed", CUT_OFF)
    free_slots(client, list(deployments.values()))
    return tuple(ended)


def order_a_notice(client: SyncPrefectClient, notify_ops: UUID, run: FlowRun, state: str, why: str) -> None:
    """Have ops notified of a run, and the run restarted if it crashed; ordered twice, it runs once."""
    client.create_flow_run_from_deployment(
        notify_ops,
        parameters={"run": str(run.id), "state": state, "why": why},
        idempotency_key=f"{run.id}:{run.state_id}:{state}",  # a run that crashes as it loads keeps the run count 0
    )


def free_slots(client: SyncPrefectClient, deployments: list[DeploymentResponse]) -> tuple[str, ...]:
    """Give back the slots of deployments' limits that no run under way holds. Returns the deployments' names."""
    freed = []
    for deployment in deployments:
        limit = deployment.global_concurrency_limit
        if limit is None or not limit.active_slots:
            continue
        held = _count_under_way(client, deployment.id)
        if limit.active_slots > held:
            client.update_global_concurrency_limit(limit.name, GlobalConcurrencyLimitUpdate(active_slots=held))
            freed.append(deployment.name)
    return tuple(freed)


def everything_has_ended(run: FlowRun) -> bool | None:
    """For the start of the only worker's machine: no run has a process."""
    return False


def is_alive_here(run: FlowRun) -> bool | None:
    """True if a process of the run is on this machine. None if not: Prefect does not say on which machine it was."""
    return True if process_of(str(run.id)) else None


def _under_way(client: SyncPrefectClient) -> list[FlowRun]:
    """All of them, before any is ended: pages move when a run's state does."""
    ours = FlowRunFilter(
        tags=FlowRunFilterTags(any_=[TAG]), state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(UNDER_WAY)))
    )
    runs: list[FlowRun] = []
    while page := client.read_flow_runs(flow_run_filter=ours, limit=_PAGE, offset=len(runs)):
        runs += page
    return runs


def _our_deployments(client: SyncPrefectClient) -> list[DeploymentResponse]:
    deployments: list[DeploymentResponse] = []
    while page := client.read_deployments(limit=_PAGE, offset=len(deployments)):
        deployments += page
    return [each for each in deployments if TAG in (each.tags or ())]


def _count_under_way(client: SyncPrefectClient, deployment: UUID) -> int:
    runs = client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment])),
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(UNDER_WAY)))),
        limit=_PAGE,
    )
    return len(runs)
