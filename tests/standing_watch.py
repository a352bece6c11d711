"""A whole watch standing up, as an operator would have it: an invented Ofsted, a Prefect server, the deployments, a worker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from deployments.prefect_environment import prefect_environment
from ofsted_watch.demo_site.invented_authorities import write_csv
from ofsted_watch.demo_site.stories import DemoSite, Story, long_story
from tests.isolation import clean_environment
from tests.paths import REPOSITORY
from tests.ports import free_ports

HOUSE = REPOSITORY
COMMAND = Path(sys.executable).with_name("ofsted-watch")

START_SECONDS = 300.0
END_SECONDS = 300.0
LONG = "TESTS_LONG" in os.environ
RUN_SECONDS = 600.0 if LONG else 120.0
"""How long a test waits for a run. In `make long` runs are killed and made up; elsewhere a longer wait is in vain."""
LAST_LINES = 15
NEVER = "0 5 29 2 *"
"""The schedule of polls: one that begins by itself is of the real day, and a test's next night, of a story's, is refused."""
ENDED = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})

takes_minutes = pytest.mark.skipif(not LONG, reason="takes minutes on a standing watch: make long")


@dataclass
class StandingWatch:
    """The site, the folder of everything, and the server's address."""

    site: DemoSite
    folder: Path
    url: str
    environment: Mapping[str, str]
    days: tuple[date, ...]
    scheduled: list[dict[str, Any]] = field(default_factory=list)
    """The runs that the server had scheduled when it was up, before its schedules were paused."""

    def ask(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """An answer of the server's API: a GET, or a POST where there is a body."""
        answer = self._answer(path, body)
        answer.raise_for_status()
        return answer.json()

    def order(self, deployment: str, at: datetime | None = None, **parameters: Any) -> str:
        """Order a run, for now or for a moment to come; returns its id."""
        made = self.ask(f"deployments/name/{deployment}/{deployment}")["id"]
        once: dict[str, Any] = {"parameters": parameters, "idempotency_key": str(uuid4())}  # asked twice, it is ordered once
        if at:
            once["state"] = {"type": "SCHEDULED", "state_details": {"scheduled_time": at.isoformat()}}
        return str(self.ask(f"deployments/{made}/create_flow_run", once)["id"])

    def refusal(self, deployment: str, **parameters: Any) -> httpx.Response:
        """The server's answer to an order that the form's own rules refuse."""
        made = self.ask(f"deployments/name/{deployment}/{deployment}")["id"]
        return self._answer(f"deployments/{made}/create_flow_run", {"parameters": parameters})

    def change(self, run: str, state: str, name: str | None = None) -> None:
        """Put a run into another state, as the UI's buttons do: 'CANCELLING' for Cancel, 'SCHEDULED' for Retry."""
        self.ask(f"flow_runs/{run}/set_state", {"state": {"type": state, "name": name}, "force": state == "SCHEDULED"})

    def pause_schedules(self) -> None:
        """From now on only what is ordered runs: a test at the hour of a night or a delivery would find its work done."""
        for deployment in self.ask("deployments/filter", {"limit": 100}):
            self.ask(f"deployments/{deployment['id']}/pause_deployment", {})

    def runs(self, **chosen: Any) -> list[dict[str, Any]]:
        """The runs that the server's filter finds, the oldest first."""
        return list(self.ask("flow_runs/filter", {"flow_runs": chosen, "sort": "EXPECTED_START_TIME_ASC", "limit": 200}))

    def wait_until(self, true: Callable[[], object], what: str, seconds: float = RUN_SECONDS, run: str | None = None) -> None:
        """Wait for something that comes about by itself. Fails where it does not in time, with what the server knows.

        `run` is the run that is waited for; without it, what is said is about all runs that have not ended and the newest ones.
        """
        give_up = time.monotonic() + seconds
        while not true():
            if time.monotonic() > give_up:
                pytest.fail(f"waited {seconds:.0f} s in vain until {what}\n{self.what_is_known(run)}", pytrace=False)
            time.sleep(0.3)

    def states(self, run: str) -> list[dict[str, Any]]:
        """Every state that the run has been in, the oldest first."""
        return sorted(self.ask(f"flow_run_states/?flow_run_id={run}"), key=lambda state: str(state["timestamp"]))

    def what_is_known(self, run: str | None = None) -> str:
        """The states of a run, or of those that matter, its last log lines, and the last lines of each part's log."""
        newest = {"sort": "EXPECTED_START_TIME_DESC", "limit": 8, "flow_runs": {"state": {"type": {"not_any_": ["SCHEDULED"]}}}}
        runs = [run] if run else [each["id"] for each in self.ask("flow_runs/filter", newest)]
        lines = [line for each in runs for line in self._history(each)]
        for log in sorted((self.folder / "data" / "logs").glob("*.log")):
            lines += [f"-- the end of {log.name}", *log.read_text(errors="replace").splitlines()[-LAST_LINES:]]
        return "\n".join(lines)

    def _history(self, run: str) -> Iterator[str]:
        yield f"-- {self.ask(f'flow_runs/{run}')['name']} ({run})"
        for state in self.states(run):
            yield f"{state['timestamp']} {state['type']} '{state['name']}' {state['message'] or ''}"
        asked = {"logs": {"flow_run_id": {"any_": [run]}}, "sort": "TIMESTAMP_DESC", "limit": LAST_LINES}
        yield from (f"   {line['timestamp']} {line['message']}" for line in reversed(self.ask("logs/filter", asked)))

    def ended(self, run: str, seconds: float = RUN_SECONDS) -> dict[str, Any]:
        """The run, at its end. Fails where it has none in time."""
        self.wait_until(lambda: self.ask(f"flow_runs/{run}")["state_type"] in ENDED, f"run {run} has ended", seconds, run)
        return dict(self.ask(f"flow_runs/{run}"))

    def artifacts(self, run: str) -> dict[str, str]:
        """Key → text of what a run shows."""
        asked = {"flow_runs": {"id": {"any_": [run]}}, "limit": 200}
        return {one["key"]: str(one["data"]) for one in self.ask("artifacts/filter", asked)}

    def command(self, *text: str) -> str:
        """What `ofsted-watch` prints for these words, in this watch's environment."""
        return self._run([COMMAND, *text], self.folder)

    def as_a_worker(self) -> dict[str, str]:
        """The environment in which the worker's runs run."""
        return {**self.environment, **prefect_environment(self.folder / "prefect", f"{self.url}/api")}

    def _answer(self, path: str, body: Mapping[str, Any] | None) -> httpx.Response:
        """The answer, asked for again while the server's own SQLite database is busy, as Prefect's clients do."""
        address, give_up = f"{self.url}/api/{path}", time.monotonic() + RUN_SECONDS
        while True:
            try:
                answer = httpx.get(address, timeout=90) if body is None else httpx.post(address, json=body, timeout=90)
            except httpx.ReadTimeout:
                assert time.monotonic() < give_up, f"the server did not answer {path}"
                continue
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE or time.monotonic() > give_up:
                return answer
            time.sleep(0.5)

    def _run(self, command: Sequence[str | Path], folder: Path) -> str:
        done = subprocess.run(command, env=self.as_a_worker(), cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stderr
        return done.stdout


@contextmanager
def standing_watch(folder: Path) -> Iterator[StandingWatch]:
    """`ofsted-watch up` over the invented Ofsted's long story, on its first night, without schedules. Ended as Ctrl-C ends it."""
    with watch_to_start(folder) as (watch, command), is_up(watch, command):
        watch.scheduled = watch.runs(state={"type": {"any_": ["SCHEDULED"]}})
        watch.pause_schedules()
        yield watch


@contextmanager
def watch_to_start(folder: Path) -> Iterator[tuple[StandingWatch, list[str | Path]]]:
    """The site of the long story, and the command that starts its watch: for tests that start it more than once."""
    own = {
        "OFSTED_WATCH_REQUESTS_PER_SECOND": "50",
        "OFSTED_WATCH_OPS_EMAIL": "ops@example.org",
        "OFSTED_WATCH_ALERT_LIMIT": "0",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }
    with watch_over(folder, long_story(), own) as both:
        yield both


@contextmanager
def watch_over(folder: Path, story: Story, own: Mapping[str, str]) -> Iterator[tuple[StandingWatch, list[str | Path]]]:
    """The invented site of a story, and the command that stands a watch over it up; `own` are settings of its environment."""
    write_csv(folder / "authorities.csv", story.authorities)
    port, web, reports = free_ports(3)
    with DemoSite(nights=story.nights, authorities=story.authorities) as site:
        environment = clean_environment() | {
            "OFSTED_WATCH_SITE_URL": site.url,
            "OFSTED_WATCH_DATA_DIR": str(folder / "data"),
            "OFSTED_WATCH_AUTHORITIES_FILE": str(folder / "authorities.csv"),
            "OFSTED_WATCH_CONTACT": "tests@example.org",
            "OFSTED_WATCH_POLL_SCHEDULE": NEVER,
            **own,
        }
        command = [COMMAND, "up", "--port", str(port), "--web-port", str(web), "--reports-port", str(reports)]
        yield StandingWatch(site, folder, f"http://127.0.0.1:{port}", environment, story.days), command


@contextmanager
def is_up(watch: StandingWatch, command: Sequence[str | Path]) -> Iterator[subprocess.Popen[bytes]]:
    """The watch's supervisor, once everything is up. Asked to end afterwards as Ctrl-C asks."""
    with (watch.folder / "up.log").open("wb") as log:
        up = subprocess.Popen(command, env=watch.environment, cwd=watch.folder, stdout=log, stderr=log)
    try:
        _wait_until_up(up, watch.folder / "up.log")
        yield up
    finally:
        up.send_signal(signal.SIGINT)
        try:
            up.wait(END_SECONDS)
        finally:
            up.kill()


def _wait_until_up(up: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while "\nUp: " not in log.read_text():
        assert up.poll() is None, f"`ofsted-watch up` ended: {log.read_text()}"
        assert time.monotonic() < give_up, f"`ofsted-watch up` did not come up: {log.read_text()}"
        time.sleep(0.5)
