"""Kill Prefect's server during nights that use it, and start it again after a minute: they end, or the next run catches up."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from deployments.prefect_environment import prefect_environment
from ofsted_watch.settings import Settings
from proofs.reliability.forked import run
from proofs.reliability.grounds import Ground, ground
from proofs.reliability.killed import Ended, done, how_it_ended, metric, undisturbed
from proofs.reliability.metrics import Metric, Section
from proofs.reliability.promises import Left, broken_in_the_end, broken_now, left
from proofs.reliability.works import night, night_and_digests
from tests.adapters.mail_servers import Mailbox, serving
from tests.isolation import clean_environment
from tests.ports import free_ports
from tests.standing_watch import HOUSE

MINUTE = 60.0
PACE = 0.5
"""Requests a second: slow enough that the server is killed among them."""

AFTER_REQUESTS = (2, 5)
"""The server is killed after this many requests of the night: at its list of authorities, or among its files."""

TEXT = """A night runs as the flow `nightly` with a Prefect server that is killed meanwhile and starts again a minute later. A
case is one night: after one more clean run, changes, letters and alerts equal those of an undisturbed night, and every reader
has the mail once. `ofsted-watch nightly`, `backfill` and `alerts deliver` need no Prefect server."""

_PATIENCE = 900.0

_NIGHT = "import datetime, sys; from flows.nightly_flow import nightly; nightly(today=datetime.date.fromisoformat(sys.argv[1]))"


@dataclass
class PrefectServer:
    """A server that can be killed and started again with its data."""

    folder: Path
    port: int
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=HOUSE, env=dict(self.environment), stdout=log, stderr=log, start_new_session=True
            )
        give_up = time.monotonic() + _PATIENCE
        while not self._answers():
            assert self.process.poll() is None, f"the server ended; its log is {self.folder / 'server.log'}"
            assert time.monotonic() < give_up, f"the server did not answer in time; its log is {self.folder / 'server.log'}"
            time.sleep(0.5)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/api/health", timeout=5).is_success
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def prefect_server(folder: Path) -> Iterator[PrefectServer]:
    """Start a separate server."""
    folder.mkdir(parents=True)
    (port,) = free_ports(1)
    stored = clean_environment()
    server = PrefectServer(folder, port, stored | prefect_environment(folder / "home", f"http://127.0.0.1:{port}/api"))
    server.start()
    try:
        yield server
    finally:
        server.kill()


def gone(on: Ground, reference: Left, server: PrefectServer, after: int) -> tuple[Ended, int]:
    """Run a night whose server is killed after this many requests and back in a minute. Returns its exit code."""
    mailbox = Mailbox()
    with serving(mailbox) as port:
        settings = on.fresh(port)
        asked = len(on.site.requests)
        under_prefect = subprocess.Popen(
            [sys.executable, "-c", _NIGHT, on.today.isoformat()],
            cwd=HOUSE,
            env={**server.environment, **_environment(settings, on)},
            stdout=(log := (settings.data_dir / "night.log").open("wb")),
            stderr=log,
        )
        give_up = time.monotonic() + _PATIENCE
        while len(on.site.requests) - asked < after and under_prefect.poll() is None:
            assert time.monotonic() < give_up, "the night makes no progress"
            time.sleep(0.1)
        was_at_work = under_prefect.poll() is None
        server.kill()
        time.sleep(MINUTE)
        server.start()
        code = under_prefect.wait(_PATIENCE)
        log.close()
        broken = broken_now(settings) + ([] if was_at_work else ["the night ended before the server was killed"])
        done(run(settings, on.today, night_and_digests))
        broken += broken_in_the_end(settings, on.site, on.today)
        same = left(settings) == reference
    on.forget(settings)
    ended = how_it_ended([], mailbox, as_if_nothing_happened=same)
    ended.at, ended.broken = f"request {after}, exit code {code}", tuple(broken)
    return ended, code


def _environment(settings: Settings, on: Ground) -> dict[str, str]:
    return {
        "OFSTED_WATCH_SITE_URL": on.site.url,
        "OFSTED_WATCH_DATA_DIR": str(settings.data_dir),
        "OFSTED_WATCH_AUTHORITIES_FILE": str(settings.authorities_file),
        "OFSTED_WATCH_REQUESTS_PER_SECOND": str(PACE),
        "OFSTED_WATCH_CONTACT": "tests@example.org",
        "OFSTED_WATCH_MAIL_FROM": settings.mail_from,
        "OFSTED_WATCH_SMTP_URL": settings.smtp_url,
    }


def prove(folder: Path, tell: Callable[[Metric], None]) -> Section:
    """Kill the server at each of these points of a night."""
    began = time.monotonic()
    with ground("sqlite", folder) as on, prefect_server(folder / "prefect") as server:
        _, reference = undisturbed(on, night)
        cases = [gone(on, reference, server, after) for after in AFTER_REQUESTS]
        through = sum(code == 0 for _, code in cases)
        remark = f"{through} nights completed, {len(cases) - through} ended early and the next run caught up"
        what = f"SIGKILL of Prefect's server, back after {MINUTE:.0f} s"
        row = metric(what, [case for case, _ in cases], time.monotonic() - began, remark=remark)
        tell(row)
    return Section("Prefect's server gone", TEXT, (row,))
