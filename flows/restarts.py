"""Restarts of runs that crashed: how many starts a run has, when it is started again, and how many it has had."""

from datetime import UTC, datetime, timedelta
from typing import Any

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import Scheduled

MOST_STARTS = 3
"""A run that crashes (its worker died) is started at most this often in all."""

AFTER_A_CRASH = timedelta(seconds=30)
"""The wait before a crashed run is restarted: the run's process reports a crash, and its worker reports it again later."""

_TAKEN = frozenset({StateType.PENDING, StateType.RUNNING})


def starts_of(client: SyncPrefectClient, run: FlowRun) -> int:
    """How many times a worker has started a run.

    Prefect counts a start only from the moment the run's own process reports it, so a run that crashes while its process loads
    the flow has none for ever. Its states tell: each crash since which a worker had taken the run is a start. A crash that is
    reported twice is one.
    """
    starts, is_taken = 0, False
    for state in sorted(client.read_flow_run_states(run.id), key=lambda state: state.timestamp):
        if state.type in _TAKEN:
            is_taken = True
        elif state.type is StateType.CRASHED:
            starts, is_taken = starts + is_taken, False
    return max(run.run_count, starts + is_taken)


def start_at(client: SyncPrefectClient, run: FlowRun, at: datetime, message: str) -> None:
    """Have a run start again at this moment, whichever state it is in."""
    again: State[Any] = Scheduled(message=message, scheduled_time=at)
    client.set_flow_run_state(run.id, again, force=True)


def restart(client: SyncPrefectClient, run: FlowRun) -> None:
    """Have a crashed run start again."""
    start_at(client, run, datetime.now(UTC) + AFTER_A_CRASH, "restarted after a crash")
