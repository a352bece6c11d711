"""Deletes the runs in which an address may stand, some days after they ended. Prefect prunes all others later by itself."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterEndTime,
)
from prefect.exceptions import ObjectNotFound, PrefectException

log = logging.getLogger("ofsted_watch.night")

ADDRESS_DAYS = 7
"""Days after its end on which a run that may hold an address is deleted."""

MAY_HOLD_ADDRESSES = ("subscriber", "mails", "review-held-alerts")
"""The flows in whose parameters a person types an address, or may, and whose artifacts show masked ones."""

_AT_ONCE = 100
"""Runs deleted in one night. More wait for the next one."""


def prune_runs(now: datetime) -> int:
    """Delete them on the server of this run. Returns how many; if the server does not answer, the next night does it."""
    try:
        with get_client(sync_client=True) as client:
            return delete_ended_runs(client, now - timedelta(days=ADDRESS_DAYS))
    except (httpx.HTTPError, PrefectException) as error:
        log.warning("Runs in which an address may stand were not deleted: %s", error)
        return 0


def delete_ended_runs(client: SyncPrefectClient, before: datetime) -> int:
    """Delete the runs of these flows that ended before a moment, with their artifacts. One call if there is none."""
    of_flows = FlowFilter(name=FlowFilterName(any_=list(MAY_HOLD_ADDRESSES)))
    ended = FlowRunFilter(end_time=FlowRunFilterEndTime(before_=before, is_null_=False))  # type: ignore[arg-type]
    runs = client.read_flow_runs(flow_filter=of_flows, flow_run_filter=ended, limit=_AT_ONCE)
    if not runs:
        return 0
    shown = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id for run in runs]))
    while artifacts := client.read_artifacts(artifact_filter=shown):
        for artifact in artifacts:
            with suppress(ObjectNotFound):
                client.delete_artifact(artifact.id)
    for run in runs:
        with suppress(ObjectNotFound):  # somebody deleted it meanwhile
            client.delete_flow_run(run.id)
    return len(runs)
