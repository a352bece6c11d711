"""The processes of runs on this machine. Imports no Prefect: the supervisor needs it."""

import os
import signal
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

_MARK = "PREFECT__FLOW_RUN_ID="
"""How a run's process is known: this is in its environment, with the run's id."""

_SAME_WATCH = ("PREFECT_API_URL", "OFSTED_WATCH_DATA_DIR")
"""Settings that the processes of one installation share."""

RUN_SECONDS = 120.0
"""How long a run under way may go on after its worker is asked to stop. Less than TimeoutStopSec of the units."""

_END_SECONDS = 10.0


def wait_for_runs(environment: Mapping[str, str], seconds: float, hurry: Callable[[], bool] = lambda: False) -> bool:
    """Wait until no run of this installation has a process, or the time is over, or somebody is in a hurry. True if none has.

    A worker that is asked to stop cuts its runs off, so whoever stops it waits first.
    """
    give_up = time.monotonic() + seconds
    while processes_of_runs(environment):
        if hurry() or time.monotonic() > give_up:
            return False
        time.sleep(0.5)
    return True


def processes_of_runs(environment: Mapping[str, str]) -> list[int]:
    """The processes of this installation's runs, on this machine. None if `environment` does not say which installation it is."""
    same = [f"{name}={environment[name]}" for name in _SAME_WATCH if name in environment]
    if not same:
        return []
    return [process for process in _processes() if _is_of_a_run(environment_of(process), same)]


def end_processes(environment: Mapping[str, str]) -> int:
    """End the processes of this installation's runs. Returns how many.

    A run's process is in a session of its own, so it outlives a worker that is killed.
    """
    left = processes_of_runs(environment)
    for process in left:
        _signal(process, signal.SIGTERM)
    give_up = time.monotonic() + _END_SECONDS
    while processes_of_runs(environment) and time.monotonic() < give_up:
        time.sleep(0.1)
    for process in processes_of_runs(environment):
        _signal(process, signal.SIGKILL)
    return len(left)


def process_of(run: str) -> int | None:
    """A process of the flow run with this id on this machine; None if there is none, or where /proc is absent."""
    return next((process for process in _processes() if f"{_MARK}{run}" in environment_of(process)), None)


def environment_of(process: int) -> tuple[str, ...]:
    """A process's environment as it was started; empty if it has ended or is not ours to see, or where /proc is absent."""
    try:
        return tuple(Path(f"/proc/{process}/environ").read_bytes().decode(errors="replace").split("\0"))
    except OSError:
        return ()


def _is_of_a_run(environment: Collection[str], same: Collection[str]) -> bool:
    return any(line.startswith(_MARK) for line in environment) and all(line in environment for line in same)


def _processes() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]


def _signal(process: int, number: int) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return
