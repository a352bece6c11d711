"""Several workers on one Prefect server, both databases in PostgreSQL, as deployments/systemd sets them up."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from deployments.prefect_environment import prefect_environment
from ofsted_watch.demo_site.invented_authorities import write_csv
from ofsted_watch.demo_site.stories import DemoSite, Story
from tasks.work_pool import POOL
from tests.isolation import clean_environment
from tests.ports import free_ports
from tests.postgres_server import PostgresServer
from tests.standing_watch import HOUSE, StandingWatch

START_SECONDS = 300.0


@dataclass
class Workers:
    """The watch, the URL of its database, and the processes of its workers by name."""

    watch: StandingWatch
    database_url: str
    processes: dict[str, subprocess.Popen[bytes]]

    def kill(self, name: str) -> int:
        """SIGKILL a worker and everything it started. Returns the number of processes."""
        doomed = [self.processes[name].pid, *below(self.processes[name].pid)]
        for process in doomed:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.processes.pop(name).wait()
        return len(doomed)

    def that_runs(self, run: str) -> str:
        """The name of the worker whose process, or a descendant of it, runs this flow run."""
        mark = f"PREFECT__FLOW_RUN_ID={run}".encode()
        for name, process in self.processes.items():
            if any(mark in environment_of(child) for child in below(process.pid)):
                return name
        raise LookupError(f"no worker runs {run}")


def below(process: int) -> list[int]:
    """The descendants of this process."""
    parents: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = status.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents.setdefault(int(text[1]), []).append(int(status.parent.name))
    descendants, checked = [], [process]
    while checked:
        children = parents.get(checked.pop(), [])
        descendants += children
        checked += children
    return descendants


def environment_of(process: int) -> bytes:
    """The environment with which a process started. Empty if the process is gone or may not be read."""
    try:
        return Path(f"/proc/{process}/environ").read_bytes()
    except (PermissionError, FileNotFoundError, ProcessLookupError):
        return b""


@contextmanager
def workers_on_postgres(folder: Path, postgres: PostgresServer, story: Story, *, pace: float, workers: int) -> Iterator[Workers]:
    """Start server, deployments and workers on the site of the story. `pace` is requests a second by all workers together."""
    write_csv(folder / "authorities.csv", story.authorities)
    (port,) = free_ports(1)
    database_url = postgres.url(postgres.new_database())
    with ExitStack() as stack:
        site = stack.enter_context(DemoSite(nights=story.nights, authorities=story.authorities))
        environment = clean_environment()
        environment |= {
            "OFSTED_WATCH_SITE_URL": site.url,
            "OFSTED_WATCH_DATA_DIR": str(folder / "data"),
            "OFSTED_WATCH_DATABASE_URL": database_url,
            "OFSTED_WATCH_AUTHORITIES_FILE": str(folder / "authorities.csv"),
            "OFSTED_WATCH_REQUESTS_PER_SECOND": str(pace),
            "OFSTED_WATCH_CONTACT": "tests@example.org",
            "OFSTED_WATCH_OPS_EMAIL": "ops@example.org",
            **prefect_environment(folder / "prefect", f"http://127.0.0.1:{port}/api"),
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": postgres.url(postgres.new_database()).replace("psycopg", "asyncpg"),
            "PREFECT_WORKER_QUERY_SECONDS": "2",
        }
        server = stack.enter_context(started("server", ["prefect", "server", "start", "--port", str(port)], environment, folder))
        watch = StandingWatch(site, folder, f"http://127.0.0.1:{port}", environment, story.days)
        wait_for_server(server, watch.url, folder)
        deploy = [sys.executable, "-m", "ofsted_watch", "deploy"]
        done = subprocess.run(deploy, env=environment, cwd=HOUSE, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        names = [f"worker-{number}" for number in range(1, workers + 1)]
        take = ["prefect", "worker", "start", "--pool", POOL, "--type", "process", "--name"]
        yield Workers(
            watch,
            database_url,
            {name: stack.enter_context(started(name, [*take, name], environment, folder)) for name in names},
        )


@contextmanager
def started(name: str, module: list[str], environment: Mapping[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *module], cwd=HOUSE, env=dict(environment), stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        for pid in (process.pid, *below(process.pid)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait()


def wait_for_server(server: subprocess.Popen[bytes], url: str, folder: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        assert server.poll() is None, f"the server ended; its log is {folder / 'server.log'}"
        try:
            if httpx.get(f"{url}/api/health", timeout=5).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    raise AssertionError(f"the server did not answer in time; its log is {folder / 'server.log'}")
