"""Does another run of a night do what a late or cancelled one was to do? Then nobody needs to start it again."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.settings import PREFECT_WORKER_PREFETCH_SECONDS


def is_covered(client: SyncPrefectClient, run: FlowRun) -> bool:
    """Has another run of the deployment begun since this one was due, or is about to, over the same authorities and day?

    A worker takes a run some seconds before it is due, and it begins at once: of two that are due at one moment the first begins
    before that moment.
    """
    if run.deployment_id is None or run.expected_start_time is None:
        return False
    same = DeploymentFilter(id=DeploymentFilterId(any_=[run.deployment_id]))
    taken = run.expected_start_time - timedelta(seconds=PREFECT_WORKER_PREFETCH_SECONDS.value())
    # Without is_null_ Prefect takes the time at which a run is due for its start: tomorrow's night would cover today's.
    began = FlowRunFilter(start_time=FlowRunFilterStartTime(after_=taken, is_null_=False))
    # Of two nights ordered at once the second is cancelled while the process of the first is still starting.
    begins = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.PENDING])))
    return any(
        is_covering(others, run)
        for chosen in (began, begins)
        for others in [client.read_flow_runs(deployment_filter=same, flow_run_filter=chosen)]
    )


def is_covering(others: Iterable[FlowRun], run: FlowRun) -> bool:
    """True if one of the other runs, which begin after `run` was due, finds all that it would have found."""
    return any(
        # A run that is cancelled before it begins has a start time, and has run no time.
        other.id != run.id
        and (other.run_count > 0 or other.state_type is StateType.PENDING)
        and _includes(other.parameters, run.parameters)
        for other in others
    )


def _includes(other: Mapping[str, Any], mine: Mapping[str, Any]) -> bool:
    if (other.get("today") or None) != (mine.get("today") or None):
        return False
    checked, wanted = set(other.get("authorities") or ()), set(mine.get("authorities") or ())
    return not checked or (bool(wanted) and wanted <= checked)
