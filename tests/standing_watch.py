"""A whole watch standing up, as an operator would have it: an invented Ofsted, a Prefect server, the deployments, a worker."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from ofsted_watch.replica.authorities import write_csv
from ofsted_watch.replica.nights import Replica, long_story

HOUSE = Path(__file__).parents[1]
COMMAND = Path(sys.executable).with_name("ofsted-watch")

START_SECONDS = 240.0
RUN_SECONDS = 240.0


@dataclass
class StandingWatch:
    """The site, the folder of everything, and the server's address."""

    site: Replica
    folder: Path
    url: str
    environment: Mapping[str, str]
    days: tuple[date, ...]

    def ask(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """An answer of the server's API: a GET, or a POST where there is a body."""
        address = f"{self.url}/api/{path}"
        answer = httpx.get(address, timeout=60) if body is None else httpx.post(address, json=body, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def order(self, deployment: str, **parameters: Any) -> str:
        """Order a run; returns its id."""
        made = self.ask(f"deployments/name/{deployment}/{deployment}")["id"]
        return str(self.ask(f"deployments/{made}/create_flow_run", {"parameters": parameters})["id"])

    def refusal(self, deployment: str, **parameters: Any) -> httpx.Response:
        """The server's answer to an order that the form's own rules refuse."""
        made = self.ask(f"deployments/name/{deployment}/{deployment}")["id"]
        return httpx.post(f"{self.url}/api/deployments/{made}/create_flow_run", json={"parameters": parameters}, timeout=60)

    def ended(self, run: str, seconds: float = RUN_SECONDS) -> dict[str, Any]:
        """The run, at its end. Fails where it has none in time."""
        give_up = time.monotonic() + seconds
        while True:
            found: dict[str, Any] = self.ask(f"flow_runs/{run}")
            if found["state_type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"):
                return found
            assert time.monotonic() < give_up, f"the run '{found['name']}' is still {found['state_name']}"
            time.sleep(0.5)

    def artifacts(self, run: str) -> dict[str, str]:
        """Key → text of what a run shows."""
        asked = {"flow_runs": {"id": {"any_": [run]}}, "limit": 200}
        return {one["key"]: str(one["data"]) for one in self.ask("artifacts/filter", asked)}

    def command(self, *words: str) -> str:
        """What `ofsted-watch` prints for these words, in this watch's environment."""
        return self._run([COMMAND, *words], self.folder)

    def set_up_again(self) -> str:
        """What `python -m deployments` prints, for the server that is up."""
        return self._run([Path(sys.executable), "-m", "deployments"], HOUSE)

    def _run(self, command: Sequence[str | Path], folder: Path) -> str:
        environment = {**self.environment, "PREFECT_API_URL": f"{self.url}/api", "PREFECT_HOME": str(self.folder / "prefect")}
        done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stderr
        return done.stdout


@contextmanager
def standing_watch(folder: Path) -> Iterator[StandingWatch]:
    """`ofsted-watch up` over the invented Ofsted's long story, on its first night. Ended as Ctrl-C ends it."""
    story = long_story()
    write_csv(folder / "authorities.csv", story.authorities)
    with Replica(nights=story.nights, authorities=story.authorities) as site:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("OFSTED_WATCH_", "PREFECT_"))}
        environment |= {
            "OFSTED_WATCH_SITE_URL": site.url,
            "OFSTED_WATCH_DATA_DIR": str(folder / "data"),
            "OFSTED_WATCH_AUTHORITIES_FILE": str(folder / "authorities.csv"),
            "OFSTED_WATCH_REQUESTS_PER_SECOND": "50",
            "OFSTED_WATCH_CONTACT": "tests@example.org",
            "OFSTED_WATCH_OPS_EMAIL": "ops@example.org",
            "OFSTED_WATCH_ALERT_LIMIT": "0",
        }
        port, web, reports = (_free_port() for _ in range(3))
        with (folder / "up.log").open("wb") as log:
            up = subprocess.Popen(
                [COMMAND, "up", "--port", str(port), "--web-port", str(web), "--reports-port", str(reports)],
                env=environment,
                cwd=folder,
                stdout=log,
                stderr=log,
            )
        try:
            _wait_until_up(up, folder / "up.log")
            yield StandingWatch(site, folder, f"http://127.0.0.1:{port}", environment, story.days)
        finally:
            up.send_signal(signal.SIGINT)
            up.wait(90)


def _wait_until_up(up: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while "\nUp: " not in log.read_text():
        assert up.poll() is None, f"`ofsted-watch up` ended: {log.read_text()}"
        assert time.monotonic() < give_up, f"`ofsted-watch up` did not come up: {log.read_text()}"
        time.sleep(0.5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
