"""Shares one run's work among all workers: a flow run for each part, found again, waited for, and restarted after a crash.

A part belongs to its whole by its idempotency key, so a repeated whole finds the parts that it already ordered.
"""

import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterKey,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.deployments import run_deployment
from prefect.states import Cancelling

from flows.restarts import AFTER_A_CRASH, MOST_STARTS, start_at, starts_of

log = logging.getLogger("ofsted_watch.backfill")

PART_ARTIFACT = "part"
"""Key of the table artifact with a part's result."""

CHECK_EVERY = 3.0
"""Seconds between two checks of the parts."""

_AT_A_TIME = 100
_TO_START_AGAIN = frozenset({StateType.CRASHED, StateType.CANCELLED, StateType.FAILED})


def share_out(deployment: str, whole: UUID, parts: Mapping[str, tuple[str, dict[str, Any]]]) -> dict[str, UUID]:
    """Order a flow run of `deployment` for each part: key → (name of the run, its parameters). Returns key → flow run.

    If it is called again for the same `whole`, the runs are the same.
    """
    ordered = {}
    for key, (name, parameters) in parts.items():
        run: Any = run_deployment(
            deployment,
            parameters=parameters,
            flow_run_name=name,
            tags=[tag_of(whole)],
            idempotency_key=f"{whole}:{key}",
            timeout=0,
        )
        ordered[key] = run.id
    return ordered


def tag_of(whole: UUID) -> str:
    """The tag of every part of a whole."""
    return f"part of {whole}"


def start_again(ids: Sequence[UUID], states: frozenset[StateType] = _TO_START_AGAIN) -> int:
    """Restart runs that ended without a result. Returns how many; safe to call twice."""
    with get_client(sync_client=True) as client:
        ended = [run for run in _runs(client, ids) if run.state_type in states]
        for run in ended:
            wait = AFTER_A_CRASH if run.state_type is StateType.CRASHED else timedelta()
            start_at(client, run, datetime.now(UTC) + wait, "started again")
    return len(ended)


def wait_for(ids: Sequence[UUID], say: Callable[[int, int, str], None]) -> dict[UUID, FlowRun]:
    """Wait for every part. `say(done, of, message)` is called at each check; a crashed part is restarted, up to a limit."""
    given_up: set[UUID] = set()
    while True:
        with get_client(sync_client=True) as client:
            flow_runs = _runs(client, ids)
            crashed = [run for run in flow_runs if run.state_type is StateType.CRASHED and run.id not in given_up]
            given_up |= {run.id for run in crashed if starts_of(client, run) >= MOST_STARTS}
        crashed = [run for run in crashed if run.id not in given_up]
        if crashed:
            log.warning("%d parts crashed and are started again", start_again([run.id for run in crashed]))
        ended = [run for run in flow_runs if run.state and run.state.is_final() and run not in crashed]
        say(len(ended), len(ids), _formatted(flow_runs))
        if len(ended) == len(ids):
            return {run.id: run for run in ended}
        time.sleep(CHECK_EVERY)


def cancel_parts(whole: UUID) -> int:
    """Cancel every part that has not ended. Returns how many."""
    with get_client(sync_client=True) as client:
        parts = FlowRunFilter(tags=FlowRunFilterTags(all_=[tag_of(whole)]))
        running, offset = [], 0
        while page := client.read_flow_runs(flow_run_filter=parts, limit=_AT_A_TIME, offset=offset):
            running += [run for run in page if not (run.state and run.state.is_final())]
            offset += len(page)
        for run in running:
            client.set_flow_run_state(run.id, Cancelling(message="the whole was cancelled"))
    return len(running)


def rows_of(ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The last result of each part, from its table artifact, one row; parts without a result are left out."""
    last_rows: dict[UUID, dict[str, Any]] = {}
    keys = ArtifactFilter(key=ArtifactFilterKey(any_=[PART_ARTIFACT]))
    with get_client(sync_client=True) as client:
        for some in _portions(ids):
            runs = FlowRunFilter(id=FlowRunFilterId(any_=some))
            artifacts = client.read_artifacts(artifact_filter=keys, flow_run_filter=runs)
            for artifact in sorted(artifacts, key=lambda artifact: str(artifact.created)):
                (row,) = json.loads(str(artifact.data))
                if artifact.flow_run_id:
                    last_rows[artifact.flow_run_id] = row
    return last_rows


def _runs(client: SyncPrefectClient, ids: Sequence[UUID]) -> list[FlowRun]:
    flow_runs: list[FlowRun] = []
    for some in _portions(ids):
        runs = FlowRunFilter(id=FlowRunFilterId(any_=some))
        flow_runs += client.read_flow_runs(flow_run_filter=runs, limit=len(some))
    return flow_runs


def _portions(ids: Sequence[UUID]) -> list[list[UUID]]:
    return [list(ids[start : start + _AT_A_TIME]) for start in range(0, len(ids), _AT_A_TIME)]


def _formatted(flow_runs: Sequence[FlowRun]) -> str:
    counted = Counter((run.state_name or "unknown").lower() for run in flow_runs)
    return ", ".join(f"{count} {name}" for name, count in sorted(counted.items()))
