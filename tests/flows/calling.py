"""Flows run on the standing server by one process, one after the other: as by a worker, without Python's start each time."""

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.standing_watch import HOUSE, StandingWatch


class Caller:
    """`caller('flows.review_flows.review_held_alerts', decision='look')` runs that flow to its end and returns the run."""

    def __init__(self, standing: StandingWatch, process: subprocess.Popen[str]) -> None:
        self._standing = standing
        self._process = process

    def __call__(self, flow: str, **given: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"flow": flow, "given": given}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the process that runs flows ended; its log is {self._standing.folder / 'calling.log'}"
        return dict(self._standing.ask(f"flow_runs/{json.loads(answer)}"))


@contextmanager
def calling(standing: StandingWatch) -> Iterator[Caller]:
    """The process, in the watch's own environment, for as long as it is needed."""
    with (standing.folder / "calling.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.flows.calling"],
            cwd=HOUSE,
            env=standing.as_a_worker(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        yield Caller(standing, process)
    finally:
        process.communicate(timeout=60)


def main() -> None:
    """Run what standard input orders, a line each; answer with the run's id."""
    for line in sys.stdin:
        order = json.loads(line)
        module, _, name = order["flow"].rpartition(".")
        state = getattr(importlib.import_module(module), name)(**order["given"], return_state=True)
        print(json.dumps(str(state.state_details.flow_run_id)), flush=True)


if __name__ == "__main__":
    main()
